"""Markdown of the documents here as HTML, with links that lead to pages of the site."""

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from comparison.model.source_refs import SIDES, names

PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
DOCUMENTS = ["startup.md", "extensions.md", "claims.md"]  # of docs/
SCROLL = '<div class="scroll" tabindex="0" role="region" aria-label="Table {}">'


def inline(text, root):
    """Return a piece of Markdown as HTML without a paragraph around it.

    `root` is the way to the top of the site. A link to a file of a side leads to its page, and to
    the line of the symbol that it names; one to SPEC.md to the contract; another one is only text.
    """
    (piece,) = PARSER.parseInline(text)
    html = PARSER.renderer.render(led(piece.children, root), PARSER.options, {})
    return Markup(html)  # noqa: S704, escaped by the renderer


def document(text, root):
    """Return a document as HTML; a topic is a link there, and a table scrolls by itself."""
    made = []
    for token in PARSER.parse(text):
        if token.type == "table_open":
            number = sum(each.type == "table_open" for each in made) + 1
            made.append(Token("html_block", "", 0, content=SCROLL.format(number)))
        if token.attrs.pop("style", None):  # a column of numbers
            token.attrs["class"] = "num"
        if token.children:
            token.children = led(token.children, root)
        made.append(token)
        if token.type == "table_close":
            made.append(Token("html_block", "", 0, content="</div>"))
    return Markup(PARSER.renderer.render(made, PARSER.options, {}))  # noqa: S704, as above


def led(tokens, root):
    """Return the tokens of a line with links that lead into the site, and without all others."""
    children, inside = [], True
    for position, token in enumerate(tokens):
        if token.type == "link_open":
            named = [each.content for each in tokens[position:] if each.type == "code_inline"]
            target = address(token.attrs["href"], named[1:2])
            inside = target is not None
            if inside:
                token.attrs["href"] = root + target
        if token.type == "code_inline" and token.content.startswith("T="):
            topic = token.content.removeprefix("T=")
            opened = Token("link_open", "a", 1, attrs={"href": f"{root}topics/{topic}.html"})
            children += [opened, token, Token("link_close", "a", -1)]
        elif inside or token.type not in ("link_open", "link_close"):
            children.append(token)
        inside = inside or token.type == "link_close"
    return children


def address(href, symbols):
    """Return the page, from the top of the site, that a link of a document leads to, or None."""
    path = href.partition("#")[0].removeprefix("../")
    for side, tree in SIDES.items():
        if path.startswith(f"{tree}/") and not path.endswith("/"):
            file = path.removeprefix(f"{tree}/")
            starts = [names(side, file)[name][0] for name in symbols if name in names(side, file)]
            return f"files/{file}.html" + "".join(f"#{side}-L{line}" for line in starts)
    pages = {"SPEC.md": "contract.html", "DIFFERENCES.md": "topics/index.html"}
    pages |= {name: name.replace(".md", ".html") for name in ("article.md", *DOCUMENTS)}
    return pages.get(path)
