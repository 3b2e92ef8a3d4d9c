"""Code blocks in a page of docs/, cut from their files.

A line that ends with a link, [`file`](../tree/file) or [`file`: `symbol`](../tree/file), and a
colon introduces the fenced block below it: a whole file, or the definition of a name in it.

python -m shared_tests.meta.docs_snippets docs/PAGE.md     updates all blocks of a page
"""

import ast
import re
import sys
from pathlib import Path

INTRODUCED = r"^(?P<introduction>[^\n]*)\n\n```(?P<language>\w+)\n"
BLOCK = re.compile(rf"{INTRODUCED}(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[`[^`]+`(?:: `(?P<symbol>[^`]+)`)?\]\((?P<target>[^)]+)\):$")


def blocks(page):
    """Return the introduction of each fenced block of a page, and its code."""
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [(each["introduction"], each["code"]) for each in found]


def cut(page, introduction):
    """Return the code that an introduction links to; raise LookupError if there is none."""
    link = LINK.search(introduction)
    if not link:
        raise LookupError(f"no link to a file ends this line: {introduction}")
    text = (page.parent / link["target"]).read_text(encoding="utf-8")
    return definition(text, link["symbol"]) if link["symbol"] else text


def definition(text, symbol):
    """Return the lines of a class, a function, a method or an assignment in Python."""
    nodes = [ast.parse(text)]
    for name in symbol.split("."):
        nodes = [each for node in nodes for each in node.body if name in names(each)]
    if not nodes:
        raise LookupError(f"there is no {symbol}")
    first = min([nodes[0].lineno, *(each.lineno for each in decorators(nodes[0]))])
    return "".join(f"{line}\n" for line in text.splitlines()[first - 1 : nodes[0].end_lineno])


def names(node):
    """Return the names that a node of a syntax tree defines."""
    if isinstance(node, ast.Assign):
        return [ast.unparse(target) for target in node.targets]
    return [getattr(node, "name", "")]


def decorators(node):
    return getattr(node, "decorator_list", [])


def update(page):
    """Update all code blocks of a page from their files."""

    def block(found):
        code = cut(page, found["introduction"])
        return f"{found['introduction']}\n\n```{found['language']}\n{code}```"

    page.write_text(BLOCK.sub(block, page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    update(Path(sys.argv[1]))
