"""Markdown of the documents here as HTML, with links that lead to pages of the site."""

from markdown_it import MarkdownIt
from markupsafe import Markup

from comparison.places import SIDES, names

PARSER = MarkdownIt("commonmark", {"html": False})


def inline(text, root):
    """Return a piece of Markdown as HTML without a paragraph around it.

    `root` is the way to the top of the site. A link to a file of a side leads to its page, and to
    the line of the symbol that it names; one to SPEC.md to the contract; another one is only text.
    """
    (piece,) = PARSER.parseInline(text)
    children, inside = [], True
    for position, token in enumerate(piece.children):
        if token.type == "link_open":
            named = [
                each.content for each in piece.children[position:] if each.type == "code_inline"
            ]
            target = address(token.attrs["href"], named[1:2])
            inside = target is not None
            if inside:
                token.attrs["href"] = root + target
        if inside or token.type not in ("link_open", "link_close"):
            children.append(token)
        inside = inside or token.type == "link_close"
    html = PARSER.renderer.render(children, PARSER.options, {})
    return Markup(html)  # noqa: S704, escaped by the renderer


def address(href, symbols):
    """Return the page, from the top of the site, that a link of a document leads to, or None."""
    path, _, _ = href.partition("#")
    for side, tree in SIDES.items():
        if path.startswith(f"{tree}/") and not path.endswith("/"):
            file = path.removeprefix(f"{tree}/")
            starts = [names(side, file)[name][0] for name in symbols if name in names(side, file)]
            return f"files/{file}.html" + "".join(f"#{side}-L{line}" for line in starts)
    return {"SPEC.md": "contract.html", "DIFFERENCES.md": "topics/index.html"}.get(path)
