"""`make docs`: writes docs/article.md, the table of concepts for readers of the repository."""

from comparison.model import article
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT

DOCUMENT = ROOT / "docs" / "article.md"

HEAD = """# The article, concept by concept

[Django vs Flask: a practitioner's perspective](https://devel.tech/features/django-vs-flask/),
written in 2017, names these concepts, in this order. Each row says what is true of a concept today
and links to the code that shows it in both implementations. `make diff` with one of the topics,
such as `make diff T=profile-by-pk`, prints this code side by side. The requirements are those of
[SPEC.md](../SPEC.md) that the test suite checks. See also [the profile page built in
steps](walkthrough.md), [startup](startup.md), [the extensions](extensions.md) and [the
claims](claims.md).

Written by `make docs` from [comparison/data/article.toml](../comparison/data/article.toml) and
[comparison/data/topics/](../comparison/data/topics/README.md); a test compares them.
"""


def document(groups):
    """Return the text of docs/article.md for the Concepts by group."""
    titles = [
        "concept",
        "today",
        *[name.title() for name in IMPLEMENTATIONS],
        "topics",
        "requirements",
    ]
    rows = [titles, ["---"] * len(titles)]
    for group, concepts in groups.items():
        rows.append([f"**{group}**", *[""] * (len(titles) - 1)])
        rows += [row(concept) for concept in concepts]
    return HEAD + "\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def row(concept):
    """Return the cells of a concept."""
    code = [links(concept, name) or concept.alone for name in IMPLEMENTATIONS]
    ids = ", ".join(f"`T={topic.id}`" for topic in concept.topics)
    return [concept.name, concept.today, *code, ids, ", ".join(concept.requirements)]


def links(concept, implementation):
    """Return a link to each file of an implementation that the first topic of a concept shows."""
    by_file = {}
    for ref in concept.topics[0].source_refs[implementation]:
        by_file.setdefault(ref.file, []).append(ref.symbol)
    tree = IMPLEMENTATIONS[implementation]
    return "; ".join(link(f"{tree}/{file}", names) for file, names in by_file.items())


def link(path, names):
    """Return a link to a file, with the names of its symbols, unless the whole file is meant."""
    symbols = "" if None in names else ": " + ", ".join(f"`{name}`" for name in names)
    return f"[{path.partition('/')[2]}](../{path}){symbols}"


if __name__ == "__main__":
    DOCUMENT.write_text(document(article.load()), encoding="utf-8")
    print(DOCUMENT.relative_to(ROOT))
