// The pages work without this script: it adds a search, copying, and panes that scroll together.
"use strict";

const root = document.body.dataset.root;
const make = (name, properties) => Object.assign(document.createElement(name), properties);

function score([kind, name, more, , unseen = ""], words) {
  const title = name.toLowerCase();
  const all = `${kind} ${title} ${more} ${unseen}`.toLowerCase();
  if (!words.every(word => all.includes(word))) return 0;
  const kinds = {topic: 8, requirement: 2, file: 1};
  const exact = title === words.join(" ") ? 20 : 0;
  const begins = words.some(word => title.startsWith(word)) ? 5 : 0;
  const named = words.every(word => title.includes(word)) ? 10 : 0;
  return 1 + exact + begins + named + (kinds[kind] ?? 0);
}

function find(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return null;
  return window.INDEX.map(entry => [score(entry, words), entry])
    .filter(([points]) => points)
    .sort(([one], [other]) => other - one)
    .slice(0, 30)
    .map(([, entry]) => entry);
}

function addSearch() {
  const box = make("search", {className: "search"});
  const input = make("input", {type: "search", placeholder: "Search ( / )", autocomplete: "off"});
  input.setAttribute("aria-label", "Search topics, symbols and requirements");
  const list = make("ul", {hidden: true});
  const status = make("span", {className: "hidden"});
  status.setAttribute("role", "status");
  box.append(input, list, status);
  document.querySelector(".site").append(box);

  const show = () => {
    const found = window.INDEX ? find(input.value) : null;
    list.hidden = !found;
    list.replaceChildren(...(found ?? []).map(([kind, name, more, path]) => {
      const link = make("a", {href: root + path});
      link.append(name, make("small", {textContent: more ? `${kind}: ${more}` : kind}));
      const item = make("li", {});
      item.append(link);
      return item;
    }));
    if (found && !found.length) list.append(make("li", {className: "none", textContent: "No results."}));
    status.textContent = found ? `${found.length} results` : "";
  };
  const load = () => {
    if (document.querySelector("#index")) return;
    document.head.append(make("script", {id: "index", src: `${root}static/index.js`, onload: show}));
  };
  const close = () => { list.hidden = true; };

  input.addEventListener("focus", load);
  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  box.addEventListener("keydown", event => {
    const stops = [input, ...list.querySelectorAll("a")];
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && !list.hidden) {
      stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(document.activeElement) + step))].focus();
      event.preventDefault();
    } else if (event.key === "Enter" && document.activeElement === input) {
      stops[1]?.click();
    } else if (event.key === "Escape") {
      input.focus();
      input.value = "";
      close();
    }
  });
  box.addEventListener("focusout", event => { if (!box.contains(event.relatedTarget)) close(); });
  list.addEventListener("click", close);
  document.addEventListener("keydown", event => {
    if (event.key === "/" && !event.target.matches("input, textarea")) {
      input.focus();
      event.preventDefault();
    }
  });
}

function addCopying(head, code) {
  const button = make("button", {type: "button", textContent: "Copy"});
  button.setAttribute("aria-label", `Copy the code of ${head.querySelector("h2, h3").textContent}`);
  button.addEventListener("click", async () => {
    const text = [...code()].map(line => `${line.textContent}\n`).join("");
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  head.append(button);
}

function scrollTogether(panes) {
  let leader = null;
  const lead = event => { leader = event.currentTarget; };
  const follow = event => {
    if (event.currentTarget !== leader) return;
    const share = leader.scrollTop / Math.max(1, leader.scrollHeight - leader.clientHeight);
    for (const pane of panes) {
      if (pane !== leader) pane.scrollTop = share * (pane.scrollHeight - pane.clientHeight);
    }
  };
  for (const pane of panes) {
    for (const kind of ["pointerenter", "pointerdown", "wheel", "focus", "keydown", "touchstart"]) {
      pane.addEventListener(kind, lead, {passive: true});
    }
    pane.addEventListener("scroll", follow, {passive: true});
  }
}

function keepView(choices) {
  const remembered = sessionStorage.getItem("view");
  for (const choice of choices) {
    if (choice.id === (location.hash === "#diff" ? "view-diff" : remembered)) choice.checked = true;
    choice.addEventListener("change", () => sessionStorage.setItem("view", choice.id));
  }
}

addSearch();
keepView(document.querySelectorAll(".switch input"));
scrollTogether([...document.querySelectorAll(".panes .scroll")]);
if (navigator.clipboard) {
  for (const head of document.querySelectorAll(".pane > .head")) {
    addCopying(head, () => head.parentElement.querySelectorAll(".src"));
  }
  document.querySelectorAll(".heads > .head").forEach((head, index) => {
    const side = [".left", ".right"][index];
    if (document.querySelector(`.diff ${side} .src`)) {
      addCopying(head, () => document.querySelectorAll(`.diff ${side} .src`));
    }
  });
}
const list = document.querySelector(".topics");
if (list) list.scrollTop = list.querySelector("[aria-current]").offsetTop - list.clientHeight / 2;
