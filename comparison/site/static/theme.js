// Sets the theme that the reader has chosen before the page is shown.
"use strict";

const theme = localStorage.getItem("theme");
if (theme) document.documentElement.dataset.theme = theme;
