"""The pages that are tables: the glossary, the commands, and a move in each direction."""

from itertools import groupby

from comparison.model import topics
from comparison.model.data import read_toml
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT, resolve
from comparison.site import highlight

MIGRATION = ROOT / "comparison" / "migration"
SHOWN = {
    "django-to-flask": ["password_hashes.py"],
    "flask-to-django": ["password_hashes.py", "scrypt_hasher.py"],
}


def pages(data_dir):
    """Yield path, template and context of each page. Raises LookupError for an unknown name."""
    terms = [with_topic(each) for each in read_toml("glossary.toml")["term"]]
    yield "glossary.html", "glossary.html", {"terms": terms, "areas": group_by_area(terms)}
    commands = [with_topic(each) for each in read_toml("commands.toml")["command"]]
    yield "commands.html", "commands.html", {"areas": group_by_area(commands)}
    first, second = IMPLEMENTATIONS
    for source, target in ((first, second), (second, first)):
        yield f"{source}-to-{target}.html", "migrate.html", migration_context(source, target)


def migration_context(source, target):
    """Return the context of the page of a move from one framework to the other."""
    data, direction = read_toml("package_map.toml"), f"{source}-to-{target}"
    parts = [with_topic(each) for each in data["part"]]
    for each in parts:
        each["ref"] = resolve("flask", each["file"]) if "file" in each else None
    return {
        "source": source,
        "target": target,
        "areas": group_by_area(parts),
        "steps": next(each["steps"] for each in data["users"] if each["direction"] == direction),
        "code": [
            (path.name, highlight.text_lines(path.read_text(encoding="utf-8"), path.name))
            for path in (MIGRATION / name for name in SHOWN[direction])
        ],
        "bites": [
            each for each in read_toml("bites.toml")["bite"] if each["direction"] == direction
        ],
    } | {
        name: [each for each in data[name] if each.get("direction", direction) == direction]
        for name in ("add", "drop", "stays", "cannot")
    }


def with_topic(row):
    """Return a row with its Topic in place of the id, or None."""
    return row | {"topic": topics.get(row["topic"]) if "topic" in row else None}


def group_by_area(rows):
    """Return rows as pairs of an area and its rows."""
    return [(area, list(each)) for area, each in groupby(rows, key=lambda row: row["area"])]
