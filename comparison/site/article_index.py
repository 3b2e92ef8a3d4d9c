"""`make docs`: writes docs/article_index.md, the items of the article in its order."""

from comparison.model import article_items
from comparison.model.source_refs import ROOT
from comparison.site import markdown
from comparison.site.article_document import table

DOCUMENT = ROOT / "docs" / "article_index.md"

HEAD = """# The article, item by item

For readers who have the article open: its headings, the points of its lists, its lines of code and
its claims, in its order, and where each one is looked at. There are {items} items with {rows}
different rows: an item that the article has twice is listed twice. A test checks that each row
exists, and that no [concept or line](article.md), [claim](claims.md) or
[extension](extensions.md) is missing.

Written by `make docs` from
[comparison/data/article_items.toml](../comparison/data/article_items.toml).

"""


def document(parts):
    """Return the text of docs/article_index.md for the Items by part."""
    items = [item for part in parts.values() for item in part]
    head = HEAD.format(items=len(items), rows=len({(item.document, item.row) for item in items}))
    cells = [["item", "document", "row"], ["---"] * 3]
    for name, part in parts.items():
        cells.append([f"**{name}**", "", ""])
        cells += [[item.text, link(item), item.row] for item in part]
    return head + table(cells)


def link(item):
    """Return the link to the document of an Item, and to the heading if it is one."""
    fragment = f"#{markdown.heading_id(item.row)}" if item.is_heading else ""
    return f"[{item.document}]({item.document}{fragment})"


if __name__ == "__main__":
    DOCUMENT.write_text(document(article_items.load()), encoding="utf-8")
    print(DOCUMENT.relative_to(ROOT))
