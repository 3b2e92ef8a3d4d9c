"""The concepts of the article, each with the topics that show it: article.toml, and its page.

python -m comparison.article     writes docs/article.md
"""

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from comparison import article_table, evidence, parts, topics
from comparison.places import ROOT, SIDES, nearest
from comparison.topics import Topic

ARTICLE = Path(__file__).with_name("article.toml")
DOCUMENT = ROOT / "docs" / "article.md"
KEYS = {"name", "today", "topics", "alone"}


@dataclass(frozen=True)
class Concept:
    """Something that the article names, what is true of it today, and the Topics that show it.

    `alone` says why the first of them is not on both sides.
    """

    name: str
    today: str
    topics: tuple[Topic, ...]
    alone: str

    @property
    def requirements(self):
        return [*dict.fromkeys(name for topic in self.topics for name in topic.requirements)]


@cache
def entries():
    """Return the tables of article.toml."""
    return tomllib.loads(ARTICLE.read_text(encoding="utf-8"))["group"]


def load():
    """Return the Concepts by their groups. Raises LookupError where a topic does not exist."""
    return {
        group["name"]: [
            Concept(
                each["name"],
                each["today"],
                tuple(topics.find(name) for name in each["topics"]),
                each.get("alone", ""),
            )
            for each in group["concept"]
        ]
        for group in entries()
    }


def complaints(groups):
    """Return what is wrong with the tables of article.toml, a line each; none if all is well."""
    found = []
    for group in groups:
        names = Counter(each.get("name") for each in group["concept"])
        found += [
            f"{group['name']}: {name} appears {n} times" for name, n in names.items() if n > 1
        ]
        for each in group["concept"]:
            found += [f"{each.get('name')}: {line}" for line in of_entry(each)]
    return found


def of_entry(entry):
    """Return what is wrong with one concept."""
    found = [f"has an unknown key {key}{nearest(key, KEYS)}" for key in entry if key not in KEYS]
    found += [f"has no {key}" for key in ("name", "today", "topics") if not entry.get(key)]
    shown = []
    for name in entry.get("topics", ()):
        try:
            shown.append(topics.find(name))
        except LookupError as error:
            found.append(str(error))
    both = shown and all(shown[0].places.values())
    if shown and not both and not entry.get("alone"):
        found.append("has a first topic with code in one implementation only, and no `alone`")
    if both and entry.get("alone"):
        found.append("has a first topic with code in both implementations, but also `alone`")
    if shown and not any(topic.requirements for topic in shown):
        found.append("has no requirement, so no test covers it")
    return found


def pages(data_dir):
    """Yield path, template and context of the page."""
    context = {
        "groups": {
            name: [proven(each, data_dir) for each in concepts] for name, concepts in load().items()
        },
        "classes": evidence.CLASSES,
        "parts": parts.load(),
        "brought": {side: parts.brought(side) for side in SIDES},
    }
    yield "article.html", "article.html", context


def proven(concept, data_dir):
    """Return a concept, how many tests hold both sides to it, and how they last went by side."""
    tests = {test.id: test for name in concept.requirements for test in evidence.tests_of(name)}
    return concept, len(tests), evidence.verdicts([*tests.values()], data_dir)


if __name__ == "__main__":
    DOCUMENT.write_text(article_table.document(load()), encoding="utf-8")
    print(DOCUMENT.relative_to(ROOT))
