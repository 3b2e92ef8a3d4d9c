"""The concepts of the article, each with the topics that show it: article.toml."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from comparison.model import topics
from comparison.model.data import read_toml
from comparison.model.documentation import DOCUMENTATION, is_documentation
from comparison.model.source_refs import IMPLEMENTATIONS, SourceRef, resolve, suggest
from comparison.model.topics import Topic

REQUIRED_KEYS = ("name", "today", "topics", "documentation")
KEYS = {*REQUIRED_KEYS, *IMPLEMENTATIONS, "alone"}


@dataclass(frozen=True)
class Concept:
    """A concept of the article, what is true of it today, and what shows it.

    `source_refs` are the code that shows it, those of the first topic unless the concept has its
    own; `documentation` maps the text of a link to its URL; `alone` is the reason if one
    implementation has no code.
    """

    name: str
    today: str
    topics: tuple[Topic, ...]
    source_refs: dict[str, tuple[SourceRef, ...]]
    documentation: dict[str, str]
    alone: str

    @property
    def requirements(self):
        return [*dict.fromkeys(name for topic in self.topics for name in topic.requirements)]


@cache
def entries():
    """Return the tables of article.toml."""
    return read_toml("article.toml")["group"]


def load():
    """Return the Concepts by their groups.

    Raises LookupError for an unknown topic or source reference.
    """
    return {
        group["name"]: [build_concept(each) for each in group["concept"]] for group in entries()
    }


def build_concept(entry):
    """Return the Concept of a table."""
    found = tuple(topics.get(name) for name in entry.get("topics", ()))
    return Concept(
        entry.get("name", ""),
        entry.get("today", ""),
        found,
        {name: get_source_refs(entry, found[0], name) for name in IMPLEMENTATIONS},
        entry.get("documentation", {}),
        entry.get("alone", ""),
    )


def get_source_refs(entry, topic, implementation):
    """Return the SourceRefs of a concept: its own, or those of its first topic."""
    if implementation in entry:
        return tuple(resolve(implementation, ref) for ref in entry[implementation])
    return topic.source_refs[implementation]


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
    errors += [f"has no {key}" for key in REQUIRED_KEYS if not entry.get(key)]
    errors += validate_documentation(entry)
    try:
        concept = build_concept(entry)
    except LookupError as error:
        return [*errors, str(error)]
    except IndexError:
        return errors  # it has no topics
    if not all(concept.source_refs.values()) and not concept.alone:
        errors.append("has code in one implementation only, and no `alone`")
    if all(concept.source_refs.values()) and concept.alone:
        errors.append("has code in both implementations, but also `alone`")
    if not concept.requirements:
        errors.append("has no requirement, so no test covers it")
    return errors


def validate_documentation(entry):
    """Return the errors in the links of one concept: both implementations need one."""
    urls = entry.get("documentation", {}).values()
    errors = [f"{url} is not in a documentation" for url in urls if not is_documentation(url)]
    return errors + [
        f"has no link to the documentation of {name}"
        for name, prefixes in DOCUMENTATION.items()
        if not any(url.startswith(prefixes) for url in urls)
    ]
