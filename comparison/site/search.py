"""The search index of the site."""

import re
from collections import Counter
from functools import cache
from itertools import chain

from comparison.model import spec, topics
from comparison.model.data import read_toml
from comparison.model.defaults import different_defaults
from comparison.model.source_refs import IMPLEMENTATIONS, file_symbols, list_files
from comparison.site.file_pages import MAX_LINES, pairs
from comparison.site.menu import ENTRIES
from comparison.site.names import names_defined, names_used

CODE = re.compile(r"(`+)(.+?)\1")
FIRST_SENTENCE = re.compile(r".+?[.!?:](?= |$)|.+", re.DOTALL)
MAX_TOPICS = 15  # a single word in the code of more topics says nothing about a topic
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def build_index():
    """Return a list of [kind, title, text, path, synonyms, related, names in Django, and in Flask].

    The last four may be missing. `related` are titles of DIFFERENCES.md. "|" separates phrases, and
    the names that the code of a topic defines from those that it uses. Symbols have entries of
    another form: see `symbol_entries`. static/search.js reads the list.
    """
    return [
        *topic_entries(),
        *page_entries(),
        *default_entries(),
        *term_entries(),
        *command_entries(),
        *requirement_entries(),
        *file_entries(),
        *symbol_entries(),
    ]


def topic_entries():
    """Yield the entries of topics, with the names in their code."""
    names = {
        topic.id: [names_by_use(name, refs) for name, refs in topic.source_refs.items()]
        for topic in topics.load()
    }
    counts = Counter(chain(*({*chain(*chain(*sides))} for sides in names.values())))
    for topic in topics.load():
        text = plain(f"{topic.sentence} {topic.explanation} Area: {topic.area}.")
        phrases = ["|".join(map(plain, each)) for each in (topic.synonyms, topic.differences)]
        sides = [
            " | ".join(
                " ".join(name for name in each if "_" in name or counts[name] <= MAX_TOPICS)
                for each in side
            )
            for side in names[topic.id]
        ]
        yield ["topic", plain(topic.title), text, f"topics/{topic.id}.html", *phrases, *sides]


def names_by_use(implementation, refs):
    """Return the names that a topic shows as its symbols, and the other names in its code.

    Names that the application defines elsewhere are left out.
    """
    symbols = [ref.symbol for ref in refs if ref.symbol]
    used = {name for ref in refs for name in names_used(ref)} - own_names(implementation)
    inside = {name for ref in refs for name in {*names_defined(ref), ref.file}}
    return list(dict.fromkeys(symbols)), sorted((used | inside) - {*symbols})


@cache
def own_names(implementation):
    """Return the names that the modules of an implementation define, except its settings."""
    files = [file for file in list_files(implementation) if "/settings/" not in file]
    symbols = {name for file in files for name in file_symbols(implementation, file)}
    return {name for name in symbols if "." not in name}


def page_entries():
    """Yield the entries of all other pages, and of what the application does not cover."""
    menu = {entry.path: entry for entry in ENTRIES}
    for page in read_toml("pages.toml")["page"]:
        title = page.get("title") or menu[page["path"]].title
        summary = page.get("summary") or menu[page["path"]].summary
        yield ["page", title, summary, page["path"], "|".join(page["synonyms"])]
    choose = read_toml("choose.toml")
    for each in choose["uncovered"]:
        yield ["choice", plain(each["what"]), plain(each["instead"]), "choose.html#not-covered"]
    for each in choose["alternative"]:
        yield ["choice", plain(each["name"]), plain(each["text"]), "choose.html#alternatives"]


def default_entries():
    """Yield the entries of DIFFERENCES.md, and of the defaults that are the same in both."""
    for each in different_defaults().values():
        text = " ".join([*each.defaults.values(), each.risk])
        yield ["default", plain(each.title), plain(text), f"defaults.html#{slug(each.title)}"]
    for each in read_toml("equal_defaults.toml")["default"]:
        text = " ".join(each[name] for name in ("text", "risk", *IMPLEMENTATIONS))
        yield ["default", plain(each["title"]), plain(text), f"defaults.html#{slug(each['title'])}"]


def term_entries():
    """Yield the entries of the glossary."""
    for each in read_toml("glossary.toml")["term"]:
        names = [plain(each[name]) for name in IMPLEMENTATIONS]
        words = "|".join(each.get("words", ()))
        path = f"glossary.html#{slug(each['area'])}"
        yield ["term", " / ".join(names), plain(each.get("note", "")), path, words, "", *names]


def command_entries():
    """Yield the entries of the commands."""
    for each in read_toml("commands.toml")["command"]:
        sides = [f"{name.title()}: {plain(each[name])}." for name in IMPLEMENTATIONS]
        codes = [code for name in IMPLEMENTATIONS for _, code in CODE.findall(each[name])]
        commands = [code for code in codes if " " in code]
        text = " ".join([*sides, plain(each.get("note", ""))])
        path = f"commands.html#{slug(each['area'])}"
        yield ["command", plain(each["task"]), text, path, "|".join(commands)]


def requirement_entries():
    """Yield the entries of the requirements of SPEC.md, with the first sentence of each."""
    for name, each in spec.requirements().items():
        sentence = FIRST_SENTENCE.match(str(each.text.striptags()))[0]
        yield ["requirement", name, sentence, f"contract.html#{name}"]


def file_entries():
    """Yield the entries of the pages of files."""
    for pair in pairs():
        yield ["file", pair.name, "", f"files/{pair.name}.html"]


def symbol_entries():
    """Yield an entry for each file with symbols: [implementation, file, "", path, symbols].

    The symbols are a string, "name:line|name:line".
    """
    for implementation in IMPLEMENTATIONS:
        for file in list_files(implementation):
            symbols = "|".join(
                f"{name}:{start}"
                for name, (start, _) in file_symbols(implementation, file).items()
                if start <= MAX_LINES
            )
            if symbols:
                yield [implementation, file, "", f"files/{file}.html", symbols]


def plain(markdown):
    """Return a piece of Markdown as text."""
    text = CODE.sub(r"\2", LINK.sub(r"\1", markdown))
    return " ".join(text.replace("**", "").split())


def slug(text):
    """Return an id for a text: lower case, words joined by hyphens."""
    return "-".join(re.findall("[a-z0-9]+", text.lower()))
