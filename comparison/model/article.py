"""The concepts of the article, each with the topics that show it: article.toml."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from comparison.model import topics
from comparison.model.data import read_toml
from comparison.model.source_refs import suggest
from comparison.model.topics import Topic

KEYS = {"name", "today", "topics", "alone"}


@dataclass(frozen=True)
class Concept:
    """A concept of the article, what is true of it today, and the Topics that show it.

    `alone` is the reason if the first topic has code in one implementation only.
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
    """Return the Concepts by their groups. Raises LookupError for an unknown topic."""
    return {
        group["name"]: [
            Concept(
                each["name"],
                each["today"],
                tuple(topics.get(name) for name in each["topics"]),
                each.get("alone", ""),
            )
            for each in group["concept"]
        ]
        for group in entries()
    }


def validate(groups):
    """Return the errors in the tables of article.toml, one line each."""
    errors = []
    for group in groups:
        names = Counter(each.get("name") for each in group["concept"])
        errors += [
            f"{group['name']}: {name} appears {n} times" for name, n in names.items() if n > 1
        ]
        for each in group["concept"]:
            errors += [f"{each.get('name')}: {error}" for error in validate_entry(each)]
    return errors


def validate_entry(entry):
    """Return the errors in one concept."""
    errors = [f"has an unknown key {key}{suggest(key, KEYS)}" for key in entry if key not in KEYS]
    errors += [f"has no {key}" for key in ("name", "today", "topics") if not entry.get(key)]
    found = []
    for name in entry.get("topics", ()):
        try:
            found.append(topics.get(name))
        except LookupError as error:
            errors.append(str(error))
    in_both = found and all(found[0].source_refs.values())
    if found and not in_both and not entry.get("alone"):
        errors.append("has a first topic with code in one implementation only, and no `alone`")
    if in_both and entry.get("alone"):
        errors.append("has a first topic with code in both implementations, but also `alone`")
    if found and not any(topic.requirements for topic in found):
        errors.append("has no requirement, so no test covers it")
    return errors
