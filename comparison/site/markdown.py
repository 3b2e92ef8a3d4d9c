"""Renders Markdown of this repository as HTML, with links to pages of the site."""

import re
from itertools import zip_longest
from pathlib import PurePath

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from comparison.model import topics
from comparison.model.source_refs import IMPLEMENTATIONS, file_symbols
from comparison.site.highlight import text_lines

PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
DOCUMENTS = [  # of docs/
    "walkthrough.md",
    "startup.md",
    "extensions.md",
    "next.md",
    "claims.md",
    "article_index.md",
    "migrate/django-to-flask.md",
    "migrate/flask-to-django.md",
    "migrate/pitfalls.md",
]
EXTENSIONS = {"python": "py", "html+jinja": "html", "jinja": "html", "django": "html"}
SCROLL = '<div class="scroll" tabindex="0" role="region" aria-label="Table {}">'


def page_path(name):
    """Return the path of the page of a document of docs/."""
    return name.replace("/", "-").replace(".md", ".html")


def inline(text, root):
    """Return a piece of Markdown as HTML without a paragraph around it.

    `root` is the relative URL of the site's root. A link to a file of an implementation leads to
    its page, and to the line of the symbol after it; a link to SPEC.md to the specification; any
    other link becomes text.
    """
    (piece,) = PARSER.parseInline(text)
    html = PARSER.renderer.render(rewrite_links(piece.children, root), PARSER.options, {})
    return Markup(html)  # noqa: S704, escaped by the renderer


def document(text, root):
    """Return a document as HTML, with links to topics, and tables that scroll by themselves."""
    tokens, parsed = [], PARSER.parse(text)
    for token, after in zip_longest(parsed, parsed[1:]):
        if token.type == "heading_open":
            token.attrs["id"] = heading_id(after.content)
        if token.type == "fence":
            token = Token("html_block", "", 0, content=code_block(token))
        if token.type == "table_open":
            number = sum(each.type == "table_open" for each in tokens) + 1
            tokens.append(Token("html_block", "", 0, content=SCROLL.format(number)))
        if token.attrs.pop("style", None):  # a column of numbers
            token.attrs["class"] = "num"
        if token.children:
            token.children = rewrite_links(token.children, root)
        tokens.append(token)
        if token.type == "table_close":
            tokens.append(Token("html_block", "", 0, content="</div>"))
    return Markup(PARSER.renderer.render(tokens, PARSER.options, {}))  # noqa: S704, as above


def heading_id(title):
    """Return the id of a heading, as GitHub generates it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def code_block(token):
    """Return the HTML of a fenced code block, highlighted, and focusable where it scrolls."""
    name = f"code.{EXTENSIONS.get(token.info, token.info or 'txt')}"
    lines = "\n".join(line.html for line in text_lines(token.content, name))
    return f'<pre class="code block" tabindex="0">{lines}</pre>'


def rewrite_links(tokens, root):
    """Return the tokens of a line with links to pages of the site and of other sites only."""
    children, is_link = [], True
    for position, token in enumerate(tokens):
        if token.type == "link_open":
            code = [each.content for each in tokens[position:] if each.type == "code_inline"]
            page = find_page(token.attrs["href"], code[1:2])
            is_link = page is not None or token.attrs["href"].startswith("https://")
            if page is not None:
                token.attrs["href"] = root + page
        if token.type == "code_inline" and token.content.startswith("T="):
            topic = topics.get(token.content.removeprefix("T="))
            opened = Token("link_open", "a", 1, attrs={"href": f"{root}topics/{topic.id}.html"})
            title = Token("text", "", 0, content=topic.title)
            children += [opened, title, Token("link_close", "a", -1)]
        elif is_link or token.type not in ("link_open", "link_close"):
            children.append(token)
        is_link = is_link or token.type == "link_close"
    return children


def find_page(href, symbols):
    """Return the path of the page for a link of a document, or None."""
    href, _, fragment = href.partition("#")
    path = re.sub(r"^(\.\./)+", "", href)
    for name, tree in IMPLEMENTATIONS.items():
        if path.startswith(f"{tree}/") and not path.endswith("/"):
            file = path.removeprefix(f"{tree}/")
            lines = file_symbols(name, file)
            starts = [lines[symbol][0] for symbol in symbols if symbol in lines]
            return f"files/{file}.html" + "".join(f"#{name}-L{line}" for line in starts)
    pages = {"SPEC.md": "contract.html", "DIFFERENCES.md": "defaults.html"}
    for name in ("article.md", *DOCUMENTS):
        pages[PurePath(name).name] = pages[name] = page_path(name)
    pages |= {
        "async.md": "async.html",
        "benchmark.md": "bench.html",
        "files.md": "files/index.html",
    }
    page = pages.get(path)
    # The specification has an id for each requirement, and none for its headings.
    return f"{page}#{fragment}" if page and fragment and path != "SPEC.md" else page
