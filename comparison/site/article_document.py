"""`make docs`: writes docs/article.md, the tables of concepts and lines of the article."""

from comparison.model import article, article_lines
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT
from comparison.site.about import SOURCE

DOCUMENT = ROOT / "docs" / "article.md"

HEAD = f"""# The article, concept by concept

[Django vs Flask: a practitioner's perspective](https://devel.tech/features/django-vs-flask/),
written in 2017 and first published on git-pull.com
([source text]({SOURCE})),
names these concepts, in this order. Each row says what is true of a concept today and links to the
code that shows it in both implementations. `make diff` with one of the topics, such as
`make diff T=profile-by-pk`, prints this code side by side. The requirements are those of
[SPEC.md](../SPEC.md) that the test suite checks. The documentation is that of the concept itself,
for the versions in use. [A second table](#the-lines-of-the-article) has the lines of code that the
article shows. See also [the profile page built in steps](walkthrough.md), [startup](startup.md),
[the extensions](extensions.md), [the claims](claims.md) and [an index](article_index.md) in the
order of the article.

Written by `make docs` from [comparison/data/article.toml](../comparison/data/article.toml),
[comparison/data/article_lines.toml](../comparison/data/article_lines.toml) and
[comparison/data/topics/](../comparison/data/topics/README.md); a test compares them.
"""
LINES = """
## The lines of the article

The article shows these lines of code, in this order. Each row says what became of a line, and
links to code that runs here and to the documentation of the version in use.

"""


def document(groups, lines):
    """Return the text of docs/article.md for the Concepts by group, and the Lines."""
    return HEAD + "\n" + concepts_table(groups) + LINES + lines_table(lines)


def concepts_table(groups):
    """Return the table of the Concepts by group."""
    titles = [
        "concept",
        "today",
        *[name.title() for name in IMPLEMENTATIONS],
        "topics",
        "requirements",
        "documentation",
    ]
    rows = [titles, ["---"] * len(titles)]
    for group, concepts in groups.items():
        rows.append([f"**{group}**", *[""] * (len(titles) - 1)])
        rows += [row(concept) for concept in concepts]
    return table(rows)


def lines_table(lines):
    """Return the table of the Lines."""
    titles = ["line", "what became of it", "here", "documentation"]
    rows = [titles, ["---"] * len(titles)]
    return table(rows + [[line.code, line.today, *line_links(line)] for line in lines])


def table(rows):
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def line_links(line):
    """Return the links of a Line to the code of each implementation, and to the documentation."""
    code = [
        f"{name.title()}: {links(refs, name)}" for name, refs in line.source_refs.items() if refs
    ]
    return "; ".join(code), documentation_links(line)


def documentation_links(entry):
    """Return the links to the documentation of a Concept or a Line."""
    return ", ".join(f"[{text}]({url})" for text, url in entry.documentation.items())


def row(concept):
    """Return the cells of a concept."""
    code = [links(concept.source_refs[name], name) or concept.alone for name in IMPLEMENTATIONS]
    ids = ", ".join(f"`T={topic.id}`" for topic in concept.topics)
    requirements = ", ".join(concept.requirements)
    return [concept.name, concept.today, *code, ids, requirements, documentation_links(concept)]


def links(refs, implementation):
    """Return a link to each file of some SourceRefs of an implementation."""
    by_file = {}
    for ref in refs:
        by_file.setdefault(ref.file, []).append(ref.symbol)
    tree = IMPLEMENTATIONS[implementation]
    return "; ".join(link(f"{tree}/{file}", names) for file, names in by_file.items())


def link(path, names):
    """Return a link to a file, with the names of its symbols, unless the whole file is meant."""
    symbols = "" if None in names else ": " + ", ".join(f"`{name}`" for name in names)
    return f"[{path.partition('/')[2]}](../{path}){symbols}"


if __name__ == "__main__":
    DOCUMENT.write_text(document(article.load(), article_lines.load()), encoding="utf-8")
    print(DOCUMENT.relative_to(ROOT))
