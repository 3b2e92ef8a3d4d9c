// Shows the OpenAPI document in Swagger UI (API-11).
"use strict";

const element = document.getElementById("swagger-ui");

if (matchMedia("(prefers-color-scheme: dark)").matches) {
  document.documentElement.classList.add("dark-mode");
}

SwaggerUIBundle({
  domNode: element,
  url: element.dataset.url,
  validatorUrl: null, // a service at another host
  plugins: [{ components: { InfoContainer: () => null } }], // the page has a title
});
