// The pages work without this script: it adds copying, filters, sorting, ages and a choice of the theme.
"use strict";

const root = document.body.dataset.root;
const make = (name, properties) => Object.assign(document.createElement(name), properties);

function addTheme() {
  const button = make("button", {type: "button", className: "theme", textContent: "◐"});
  const isDark = () => (document.documentElement.dataset.theme
    ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const label = () => button.setAttribute("aria-label", `Use the ${isDark() ? "light" : "dark"} theme`);
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem("theme", theme);
    label();
  });
  label();
  document.querySelector(".site").append(button);
}

function addCopying(head, name, code) {
  const button = make("button", {type: "button", textContent: "Copy"});
  button.setAttribute("aria-label", `Copy ${name}`);
  button.addEventListener("click", async () => {
    const text = [...code()].map(line => `${line.textContent}\n`).join("");
    await navigator.clipboard.writeText(`# ${name}\n${text}`);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  head.append(button);
}

function keepView(choices) {
  const remembered = sessionStorage.getItem("view");
  for (const choice of choices) {
    if (choice.id === (location.hash === "#diff" ? "view-diff" : remembered)) choice.checked = true;
    choice.addEventListener("change", () => sessionStorage.setItem("view", choice.id));
  }
}

function addFilters(box) {
  const target = document.querySelector(box.dataset.filter);
  const items = [...target.querySelectorAll("tbody tr:not(.group), .entry")];
  const input = make("input", {type: "search", placeholder: "Filter"});
  input.setAttribute("aria-label", "Filter the rows");
  const status = make("span", {className: "count"});
  status.setAttribute("role", "status");
  const selects = (box.dataset.choices ?? "").split(" ").filter(Boolean).map(name => {
    const select = make("select", {});
    select.setAttribute("aria-label", name);
    select.append(new Option(`any ${name}`, ""));
    for (const value of new Set(items.map(each => each.dataset[name]))) select.append(new Option(value, value));
    return [name, select];
  });
  const apply = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      const text = `${item.textContent} ${item.dataset.words ?? ""}`.toLowerCase();
      item.hidden = !words.every(word => text.includes(word))
        || selects.some(([name, select]) => select.value && item.dataset[name] !== select.value);
      shown += !item.hidden;
    }
    for (const group of target.querySelectorAll("tbody")) {
      group.hidden = !group.querySelector("tr:not(.group, [hidden])");
    }
    for (const heading of target.querySelectorAll(":scope > h2")) {
      let next = heading.nextElementSibling;
      while (next?.matches(".entry[hidden]")) next = next.nextElementSibling;
      heading.hidden = !next?.matches(".entry");
    }
    status.textContent = `${shown} of ${items.length}`;
  };
  input.addEventListener("input", apply);
  for (const [, select] of selects) select.addEventListener("change", apply);
  box.append(input, ...selects.map(([, select]) => select), status);
  apply();
}

function addTopicFilter(list) {
  const input = make("input", {type: "search", placeholder: "Filter topics"});
  input.setAttribute("aria-label", "Filter the topics");
  const areas = [...list.querySelectorAll("details")];
  const open = areas.map(area => area.open);
  input.addEventListener("input", () => {
    const text = input.value.toLowerCase();
    areas.forEach((area, index) => {
      const items = [...area.querySelectorAll("li")];
      for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(text);
      area.hidden = items.every(item => item.hidden);
      area.open = text ? true : open[index];
    });
  });
  const fold = make("button", {type: "button", className: "fold"});
  const show = folded => {
    list.classList.toggle("folded", folded);
    fold.textContent = folded ? "Show list" : "Hide list";
    fold.setAttribute("aria-expanded", String(!folded));
  };
  fold.addEventListener("click", () => {
    const folded = !list.classList.contains("folded");
    localStorage.setItem("folded", folded ? "1" : "");
    show(folded);
  });
  show(Boolean(localStorage.getItem("folded")));
  list.prepend(fold, input);
  const here = list.querySelector("[aria-current]");
  if (here) list.scrollTop = here.offsetTop - list.clientHeight / 2;
}

function addSorting(table) {
  const number = cell => Number.parseFloat(cell.textContent.replace(/,/g, ""));
  table.querySelectorAll("thead th").forEach((head, column) => {
    const button = make("button", {type: "button", className: "sort"});
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      for (const each of table.querySelectorAll("thead th")) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const compare = (one, other) => {
        const cells = [one, other].map(row => row.cells[column]);
        const [left, right] = cells.map(number);
        return Number.isNaN(left) || Number.isNaN(right)
          ? cells[0].textContent.localeCompare(cells[1].textContent) : left - right;
      };
      for (const body of table.tBodies) {
        const rows = [...body.querySelectorAll("tr:not(.group)")].sort(compare);
        body.append(...(descending ? rows.reverse() : rows));
      }
    });
  });
}

function showAges() {
  for (const each of document.querySelectorAll("[data-age]")) {
    const days = Math.floor((Date.now() - Date.parse(each.dataset.age)) / 86400000);
    each.textContent = days < 1 ? "Today." : `${days} day${days === 1 ? "" : "s"} ago.`;
  }
}

function scrollToCurrentPage() {
  const link = document.querySelector(".pages [aria-current]");
  if (link) link.parentElement.scrollLeft = link.offsetLeft - 12;
}

addTheme();
showAges();
scrollToCurrentPage();
keepView(document.querySelectorAll(".switch input"));
document.querySelectorAll("[data-filter]").forEach(addFilters);
document.querySelectorAll("nav.topics").forEach(addTopicFilter);
document.querySelectorAll("table.sortable").forEach(addSorting);
if (navigator.clipboard) {
  for (const place of document.querySelectorAll(".place")) {
    const where = place.querySelector(".where");
    addCopying(where, where.querySelector("a").textContent, () => place.querySelectorAll(".src"));
  }
  document.querySelectorAll(".pair > .heads > .head").forEach((head, index) => {
    const side = [".left", ".right"][index];
    if (document.querySelector(`.diff ${side} .src`)) {
      addCopying(head, document.querySelector("h1").textContent, () => document.querySelectorAll(`.diff ${side} .src`));
    }
  });
}
