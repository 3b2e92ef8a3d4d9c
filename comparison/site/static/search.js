// The search. `createSearch` needs no document: it takes the index, and returns the function that finds.
"use strict";

// An entry of the index is [kind, title, text, path, synonyms, related, names in Django, names in Flask]. "|" separates
// phrases, and names that the code of a topic defines from those that it uses. The symbols of a file are one entry:
// [implementation, file, "", path, "name:line|name:line"].
function createSearch(index) {
  const FIELDS = ["title", "synonyms", "related", "text", "django", "flask"];
  const WEIGHTS = [100, 60, 30, 20, 40, 40];
  const SIDES = ["django", "flask"]; // also the kinds of their symbols
  const KINDS = {topic: 1, page: 0.9, choice: 0.5, command: 0.15, term: 0.08, default: 0.08, requirement: 0.08};
  const EXACT = {requirement: 1, command: 0.5}; // instead, if the query is all of its title or its command
  const COMPARING = 1.5; // for a page that is not a topic, if the query names both frameworks
  const OTHER_SIDE = 0.3; // for names of Django, if the query names only Flask
  const SHOWN = 10;
  // Shares of the weight of a field.
  const FORM = 0.95; // another form of a word: "hashes" for "hash"
  const PIECE = 0.5; // a word in a name: "csrf" in csrf_token
  const DEFINED = 1.5; // a name that the code of a topic defines
  const START = 0.08; // the start of a word: in all fields together less than a whole word in the text
  const PART = 0.04;
  const ENOUGH = 0.35; // of the words of a query, by their rarity, have to be found
  const STOP = new Set(`a about all am an and any are as at be but by can could do does doing for from get has have how i if
    in into is isn it its just make me my no not of on one or our over please python s should so some such that the their
    them then there this to up use used using versus via vs want was way we what when where which while who why will with
    would you your django flask`.split(/\s+/));

  const TOKEN = /[a-z]+-\d+|[a-z_]\w*(?:\.[a-z_]\w*)+|\w+/gi; // LOGIN-5, request.user, url_for
  const PARTICLE = /\b(log|sign)[ -](in|out|up)\b/gi; // "log in" is "login"
  const split = text => text.toLowerCase().replace(PARTICLE, "$1$2").match(TOKEN) ?? [];
  const expand = text => split(text).flatMap(word => word.includes(".") ? [word, ...word.split(".")] : word);
  const cutName = name => name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().match(/[a-z0-9]+/g) ?? [];
  // Phrases are words without their endings, between spaces.
  const join = words => ` ${words.map(stem).join(" ")} `;
  const phrase = text => join(split(text.replace(/_/g, " ")));
  const essence = text => join(split(text).filter(word => !STOP.has(word)));

  // Return a word without the ending of a plural or of "-ing", and without a version: "jinja" for "jinja2".
  function stem(word) {
    if (!stems.has(word)) {
      let found = word.replace(/([^aeiou])ies$/, "$1y");
      if (/..[^sui]s$/.test(found)) found = found.slice(0, -1);
      if (/.{4}ing$/.test(found)) found = found.slice(0, -3).replace(/([b-df-hj-np-tv-z])\1$/, "$1");
      stems.set(word, found.replace(/^(.{3,}[a-z])[e\d]$/, "$1"));
    }
    return stems.get(word);
  }
  const stems = new Map();

  const places = new Map(); // {word: {number of an entry: shares of the weights of the fields}}
  const forms = new Map(); // {stem: its words}

  function add(number, field, word, share = 1) {
    if (!places.has(word)) {
      places.set(word, new Map());
      forms.set(stem(word), [...forms.get(stem(word)) ?? [], word]);
    }
    const found = places.get(word);
    if (!found.has(number)) found.set(number, FIELDS.map(() => 0));
    found.get(number)[field] = Math.max(found.get(number)[field], share);
  }

  function addName(number, field, name, share) {
    for (const word of expand(name)) add(number, field, word, share);
    const pieces = cutName(name);
    if (pieces.length > 1) for (const word of pieces) add(number, field, word, share * PIECE);
  }

  function unfold([kind, file, text, path, symbols, ...more]) {
    if (!SIDES.includes(kind)) return [[kind, file, text, path, symbols, ...more]];
    return symbols.split("|").map(symbol => {
      const [, name, line] = symbol.match(/^(.*):(\d+)$/);
      return [kind, name, file, `${path}#${kind}-L${line}`];
    });
  }

  const entries = index.flatMap(unfold).map(([kind, title, text, path, synonyms = "", related = "", ...names], number) => {
    const isCode = !(kind in KINDS);
    const fields = isCode ? [title] : [title, synonyms, related, text];
    const phrases = fields.slice(0, 3).flatMap((each, field) => (
      each.split("|").filter(Boolean).map(one => ({words: phrase(one), weight: WEIGHTS[field], isTitle: !field}))
    ));
    if (isCode) addName(number, 0, title, 1);
    else fields.forEach((each, field) => { for (const word of expand(each)) add(number, field, word); });
    // The name of a title or a synonym: get_object_or_404 for "Get object or 404".
    for (const {words, isTitle} of phrases) {
      const name = words.trim().replaceAll(" ", "_");
      if (name.includes("_")) add(number, isTitle ? 0 : 1, name);
    }
    names.forEach((side, at) => side.split(" | ").forEach((part, isUsed, parts) => {
      for (const name of part.split(" ")) addName(number, FIELDS.indexOf(SIDES[at]), name, parts[1] && !isUsed ? DEFINED : 1);
    }));
    return {kind, title, text, path, names, isCode, fields, phrases};
  });

  // Return where a word, its other forms, and longer words with it are: {number: shares of the weights of the fields}.
  function look(word) {
    const found = new Map();
    const merge = (candidate, share) => {
      for (const [number, shares] of places.get(candidate)) {
        const best = found.get(number);
        found.set(number, shares.map((each, field) => Math.max(best?.[field] ?? 0, each * share)));
      }
    };
    const same = forms.get(stem(word)) ?? [];
    for (const each of same) merge(each, each === word ? 1 : FORM);
    for (const each of word.length > 1 ? places.keys() : []) {
      const at = each.indexOf(word);
      if ((at === 0 || (at > 0 && word.length > 3)) && !same.includes(each)) merge(each, at ? PART : START);
    }
    return found;
  }

  // Return the words of a query, each with the words in it if it is a name, and the frameworks that it names.
  function parse(query) {
    const all = (query.replace(PARTICLE, "$1$2").match(TOKEN) ?? []).flatMap(token => {
      const word = token.toLowerCase();
      const pieces = [...new Set(cutName(token))].filter(each => !STOP.has(each));
      return pieces.length < 2 || look(word).size ? {word, pieces} : pieces.map(each => ({word: each, pieces: []}));
    });
    const words = all.filter(({word}) => !STOP.has(word) && !/^\d$/.test(word));
    return {words: words.length ? words : all, sides: SIDES.filter(side => all.some(({word}) => word === side))};
  }

  // Return the points of an entry that has the words of a query in the same order.
  function compareOrder(entry, {query, content, pairs}) {
    let points = 0;
    for (const {words, weight, isTitle} of entry.phrases) {
      const length = words.split(" ").length - 2;
      if (words === query || words === content) points = Math.max(points, (isTitle ? 6 : Math.min(6, 1 + length)) * weight);
      else if (words.startsWith(content)) points = Math.max(points, 1.2 * weight);
      else if (words.includes(content)) points = Math.max(points, weight);
      else if (length > 1 && query.includes(words)) points = Math.max(points, weight / 2 * length);
    }
    if (!pairs.length) return points;
    entry.essences ??= entry.fields.map(each => each.split("|").map(essence).join("|"));
    const near = pairs.map(pair => WEIGHTS[entry.essences.findIndex(each => each.includes(pair))] ?? 0);
    return points + 1.5 * near.reduce((sum, each) => sum + each, 0) / near.length;
  }

  // Return {pages, names}, the best first and at most 10 of each, or null for a query without words.
  function find(text) {
    const {words, sides} = parse(text);
    if (!words.length) return null;
    const isOther = name => sides.length === 1 && SIDES.includes(name) && name !== sides[0];
    const scores = new Map();
    const rate = (word, factor) => {
      const found = look(word);
      const rarity = factor * Math.log(1 + entries.length / (1 + found.size));
      for (const [number, shares] of found) {
        const score = scores.get(number) ?? {points: 0, found: 0, now: 0};
        const points = shares.map((share, field) => share * WEIGHTS[field] * (isOther(FIELDS[field]) ? OTHER_SIDE : 1));
        score.points += rarity * (points[0] + points[1] + points[2] + points[3] + Math.max(points[4], points[5]));
        const best = Math.max(...shares);
        score.now = Math.min(1, score.now + factor * (best > 2 * START ? 1 : best > 2 * PART ? 0.7 : 0.4));
        scores.set(number, score);
      }
      return rarity;
    };
    let total = 0;
    for (const {word, pieces} of words) {
      const rarity = rate(word, 1);
      if (pieces.length > 1) for (const each of pieces) rate(each, PIECE / pieces.length);
      for (const score of scores.values()) {
        score.found += rarity * score.now;
        score.now = 0;
      }
      total += rarity;
    }
    const known = words.map(({word}) => word);
    const order = {
      query: phrase(text),
      content: phrase(known.join(" ")),
      pairs: known.slice(1).map((word, at) => join([known[at], word])),
    };
    const hits = [...scores].filter(([, {found}]) => found >= ENOUGH * total).map(([number, {points, found}]) => {
      const entry = entries[number];
      const title = entry.phrases[0].words.trim().split(" ");
      const share = title.filter(word => order.content.includes(` ${word} `)).length / title.length;
      let kind = KINDS[entry.kind] ?? 1;
      if (entry.kind in EXACT && entry.phrases.some(each => each.words === order.query)) kind = EXACT[entry.kind];
      if (entry.kind === "page" && sides.length === 2) kind *= COMPARING;
      if (isOther(entry.kind)) kind = OTHER_SIDE;
      return {entry, points: kind * (points * found / total + total * (compareOrder(entry, order) + 60 * share))};
    }).sort((one, other) => other.points - one.points);
    const marked = words.flatMap(({word, pieces}) => look(word).size ? [word] : pieces);
    const present = isCode => hits.filter(({entry}) => entry.isCode === isCode).slice(0, SHOWN).map(({entry}) => ({
      kind: entry.kind,
      path: entry.path,
      title: mark(entry.title, marked),
      snippet: mark(choose(entry, marked), marked),
    }));
    return {pages: present(false), names: present(true)};
  }

  const matches = (token, words) => words.some(word => (
    stem(word) === stem(token.toLowerCase()) || (word.length > 3 && token.toLowerCase().includes(word))
    || (word.length > 1 && token.toLowerCase().startsWith(word))
  ));

  // Return a text as a list of [part, whether it is a word of the query].
  function mark(text, words) {
    const parts = text.split(new RegExp(`(${TOKEN.source})`, "i")).filter(Boolean);
    return parts.map(part => [part, /\w/.test(part) && matches(part, words)]);
  }

  // Return the sentence of an entry with most of the words, or, if only the code has them, the names in it.
  function choose(entry, words) {
    const count = text => words.filter(word => split(text).some(token => matches(token, [word]))).length;
    const sentence = entry.text.split(/(?<=[.!?]) (?=[A-Z])/).reduce((one, other) => count(other) > count(one) ? other : one);
    const names = entry.names.flatMap((side, at) => {
      const found = side.split(" ").filter(name => matches(name, words)).slice(0, 4);
      return found.length ? [`${SIDES[at][0].toUpperCase()}${SIDES[at].slice(1)}: ${found.join(", ")}`] : [];
    });
    if (entry.kind === "topic" && names.length && !count(sentence) && !count(entry.title)) return names.join(". ");
    const start = [...sentence.matchAll(TOKEN)].find(([token]) => matches(token, words))?.index ?? 0;
    return start < 50 ? sentence : `… ${sentence.slice(sentence.indexOf(" ", start - 35) + 1)}`; // a line shows the word
  }

  return find;
}

function addSearch() {
  const create = (name, properties) => Object.assign(document.createElement(name), properties);
  const {root} = document.body.dataset;
  const box = create("search", {className: "search"});
  const input = create("input", {type: "search", placeholder: "Search ( / )", autocomplete: "off"});
  input.setAttribute("aria-label", "Search topics, pages and names in the code");
  const list = create("ul", {hidden: true});
  const status = create("span", {className: "hidden"});
  status.setAttribute("role", "status");
  box.append(input, list, status);
  document.querySelector(".site").append(box);
  let find = null;

  const marked = parts => parts.map(([text, isMatch]) => isMatch ? create("mark", {textContent: text}) : text);
  const labels = {
    choice: "which framework", command: "commands", default: "defaults", django: "Django", flask: "Flask", term: "glossary",
  };
  const item = ({kind, path, title, snippet}) => {
    const link = create("a", {href: root + path});
    const small = create("small", {});
    small.append(labels[kind] ?? kind, ...(snippet.length ? [": ", ...marked(snippet)] : []));
    link.append(...marked(title), small);
    const found = create("li", {});
    found.append(link);
    return found;
  };
  const show = () => {
    const {pages, names} = find?.(input.value) ?? {};
    list.hidden = !pages;
    status.textContent = "";
    if (!pages) return;
    list.replaceChildren(...pages.map(item));
    if (names.length) list.append(create("li", {className: "group", textContent: "Names in the code"}), ...names.map(item));
    const count = pages.length + names.length;
    if (!count) list.append(create("li", {className: "none", textContent: "No results."}));
    status.textContent = `${count} result${count === 1 ? "" : "s"}`;
  };
  const load = () => {
    if (document.querySelector("#index")) return;
    const onload = () => {
      find = createSearch(window.INDEX);
      show();
    };
    document.head.append(create("script", {id: "index", src: `${root}static/index.js`, onload}));
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
      status.textContent = "";
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

if (typeof document === "undefined") module.exports = createSearch;
else addSearch();
