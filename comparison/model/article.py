"""The concepts of the article, each with the topics that show it: article.toml."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from comparison.model import topics
from comparison.model.data import read_toml
from comparison.model.source_refs import nearest
from comparison.model.topics import Topic

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
    return read_toml("article.toml")["group"]


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
