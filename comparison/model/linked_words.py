"""The words that documents link to documentation: linked_words.toml and the glossary."""

import re
from dataclasses import KW_ONLY, dataclass
from functools import cache

from comparison.model.data import read_toml
from comparison.model.source_refs import IMPLEMENTATIONS

TOKEN = re.compile(
    r"(?P<skipped>^ *```.*?^ *```$|^#+ .*?$|^\*\*[^*]+\*\*|<[^>\n]+>|\bhttps?://\S+)"
    r"|\[(?P<text>(?:`[^`]*`|[^\[\]`])*)\]\((?P<url>[^)\s]+)\)"
    r"|`(?P<code>[^`]+)`",
    re.MULTILINE | re.DOTALL,
)
LONG = 150  # lines of a document; each section of a longer one is read by itself


@dataclass(frozen=True)
class Mention:
    """A word in a text, its position, and whether it is in a link to documentation."""

    word: str
    start: int
    end: int
    _: KW_ONLY
    linked: bool


@cache
def codes():
    """Return the names in inline code with their URLs by implementation."""
    tables = read_toml("linked_words.toml")
    found = {}
    for term in read_toml("glossary.toml")["term"]:
        for side, url in term["docs"].items():
            for code in re.findall("`([^`]+)`", term[side]):
                found.setdefault(name(code), {}).setdefault(side, url)
    for side in IMPLEMENTATIONS:
        for code, url in tables[side].items():
            found.setdefault(code, {})[side] = url
    return {code: urls for code, urls in found.items() if code not in tables["ordinary"]}


@cache
def packages():
    """Return the names of packages and programs in a text, with their URLs."""
    return read_toml("linked_words.toml")["package"]


@cache
def concepts():
    """Return the words for parts of the frameworks, with their URLs by implementation."""
    return read_toml("linked_words.toml")["concept"]


def urls(word):
    """Return the URLs that a word may link to."""
    return [*(codes() | concepts()).get(word, {"": packages().get(word)}).values()]


@cache
def words_of_text():
    """Return a pattern for the packages, and the concepts, also in the plural."""
    package, concept = (
        "|".join(re.escape(each) for each in sorted(words, key=len, reverse=True)).replace(
            r"\ ", r"\s+"
        )
        for words in (packages(), concepts())
    )
    return re.compile(rf"(?<![\w/.-])(?:({package})|((?i:{concept}))s?)(?![\w-])")


def word(found):
    """Return the word that the pattern has found, as linked_words.toml spells it."""
    package, concept = (" ".join((text or "").split()) for text in found.groups())
    return package or next(each for each in concepts() if each.lower() == concept.lower())


def name(code):
    """Return the name in a piece of code: `redirect` for `redirect()`, `route` for `@route`."""
    return re.sub(r"(?<=\w)\(.*\)$", "", code.removeprefix("@"), flags=re.DOTALL)


def mentions(text):
    """Yield each Mention of a word, in order; headings, code and links to files are skipped."""
    position = 0
    for token in [*TOKEN.finditer(text), None]:
        end = token.start() if token else len(text)
        for found in words_of_text().finditer(text, position, end):
            yield Mention(word(found), *found.span(), linked=False)
        if token is None:
            return
        position = token.end()
        if token["code"] and name(token["code"]) in codes():
            yield Mention(name(token["code"]), *token.span(), linked=False)
        elif token["url"] and token["url"].startswith("https:"):
            inner = [name(code) for code in re.findall("`([^`]+)`", token["text"])]
            inner += [word(found) for found in words_of_text().finditer(token["text"])]
            for each in inner:
                yield Mention(each, *token.span(), linked=True)


def sections(text):
    """Return the parts of a document that are read by themselves."""
    return re.split("^(?=## )", text, flags=re.MULTILINE) if text.count("\n") > LONG else [text]


def unlinked(text):
    """Return the first Mention of each word of a section, if it is not linked."""
    first = {}
    for mention in mentions(text):
        first.setdefault(mention.word, mention)
    return [mention for mention in first.values() if not mention.linked]
