"""Source references of both implementations in two panes, or as a unified diff."""

from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from comparison.model import diffs
from comparison.model.source_refs import IMPLEMENTATIONS

MARKS = {
    "same": Text(" "),
    "changed": Text("|", "yellow"),
    "left": Text("<", "red"),
    "right": Text(">", "green"),
}


def show(out, lefts, rights, *, unified):
    """Print the SourceRefs of both implementations in two panes, or as unified diffs."""
    for left, right in diffs.align(lefts, rights):
        out.print()
        (unified_diff if unified else two_panes)(out, left, right)


def two_panes(out, left, right):
    """Print two SourceRefs side by side with line numbers; one of them may be None."""
    table = Table.grid(padding=(0, 1))
    for side in (left, right):
        gutter = len(str(side.end)) if side else 0
        table.add_column(width=gutter, justify="right")
        table.add_column(width=(out.width - 5) // 2 - gutter - 1, overflow="fold")
        table.add_column(width=1)
    table.add_row("", Text(title(left), "bold"), "", "", Text(title(right), "bold"))
    code = highlight(left), highlight(right)
    for row in diffs.side_by_side(*map(lines, (left, right)), *map(start, (left, right))):
        cells = []
        for number, texts in zip((row.left_number, row.right_number), code, strict=True):
            cells += [Text(str(number), "dim"), texts[number]] if number else ["", ""]
        table.add_row(*cells[:2], MARKS[row.kind], *cells[2:])
    out.print(table)


def unified_diff(out, left, right):
    """Print the unified diff of two SourceRefs; one of them may be None."""
    names = [title(side) or "/dev/null" for side in (left, right)]
    text = "".join(f"{line}\n" for line in diffs.unified(lines(left), lines(right), *names))
    out.print(colorize(text, "diff"), end="", soft_wrap=True)


def lines(ref):
    return ref.lines if ref else []


def start(ref):
    return ref.start if ref else 1


def title(ref):
    """Return the title of a pane: the path of the file, and the symbol."""
    if ref is None:
        return ""
    path = f"{IMPLEMENTATIONS[ref.implementation]}/{ref.file}"
    return path + (f": {ref.symbol}" if ref.symbol else "")


def highlight(ref):
    """Return the lines of a SourceRef by number, with syntax highlighting."""
    if ref is None:
        return {}
    text = colorize(ref.text, Syntax.guess_lexer(ref.file, ref.text))
    return dict(enumerate(text.split("\n"), ref.start))


def colorize(text, lexer):
    """Return a Text in the terminal's own colors, for a light or a dark background."""
    return Syntax("", lexer, theme="ansi_dark", background_color="default").highlight(text)
