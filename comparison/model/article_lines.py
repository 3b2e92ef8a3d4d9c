"""Lines of code of the article, each with what became of it: article_lines.toml."""

from dataclasses import dataclass

from comparison.model.data import read_toml
from comparison.model.documentation import is_documentation
from comparison.model.source_refs import IMPLEMENTATIONS, SourceRef, resolve, suggest

REQUIRED_KEYS = {"code", "today", "documentation"}
KEYS = REQUIRED_KEYS | set(IMPLEMENTATIONS)


@dataclass(frozen=True)
class Line:
    """A line of the article, what is true of it today, and links: code and documentation."""

    code: str
    today: str
    source_refs: dict[str, tuple[SourceRef, ...]]
    documentation: dict[str, str]


def entries():
    """Return the tables of article_lines.toml."""
    return read_toml("article_lines.toml")["line"]


def load():
    """Return the Lines in order. Raises LookupError for an unknown source reference."""
    return [
        Line(
            each["code"],
            each["today"],
            {
                name: tuple(resolve(name, ref) for ref in each.get(name, ()))
                for name in IMPLEMENTATIONS
            },
            each["documentation"],
        )
        for each in entries()
    ]


def validate_entry(entry):
    """Return the errors in one line."""
    errors = [f"has an unknown key {key}{suggest(key, KEYS)}" for key in entry if key not in KEYS]
    errors += [f"has no {key}" for key in sorted(REQUIRED_KEYS) if not entry.get(key)]
    errors += [
        f"{url} is not in a documentation"
        for url in entry.get("documentation", {}).values()
        if not is_documentation(url)
    ]
    if not any(entry.get(name) for name in IMPLEMENTATIONS):
        errors.append("has no source references")
    for name in IMPLEMENTATIONS:
        for ref in entry.get(name, ()):
            try:
                resolve(name, ref)
            except LookupError as error:
                errors.append(str(error))
    return errors
