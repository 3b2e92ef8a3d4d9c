"""Places of both sides in the terminal, beside each other or as a unified diff."""

from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from comparison.model import diffs
from comparison.model.source_refs import SIDES

MARKS = {
    "same": Text(" "),
    "changed": Text("|", "yellow"),
    "left": Text("<", "red"),
    "right": Text(">", "green"),
}


def show(out, lefts, rights, unified):
    """Print the Places of both sides beside each other, or as unified diffs."""
    for left, right in diffs.pairs(lefts, rights):
        out.print()
        (unified_diff if unified else beside)(out, left, right)


def beside(out, left, right):
    """Print two Places as two columns with line numbers; one of them may be None."""
    table = Table.grid(padding=(0, 1))
    for side in (left, right):
        gutter = len(str(side.end)) if side else 0
        table.add_column(width=gutter, justify="right")
        table.add_column(width=(out.width - 5) // 2 - gutter - 1, overflow="fold")
        table.add_column(width=1)
    table.add_row("", Text(title(left), "bold"), "", "", Text(title(right), "bold"))
    code = highlighted(left), highlighted(right)
    for row in diffs.side_by_side(*map(lines, (left, right)), *map(start, (left, right))):
        cells = []
        for number, texts in zip((row.left_number, row.right_number), code, strict=True):
            cells += [Text(str(number), "dim"), texts[number]] if number else ["", ""]
        table.add_row(*cells[:2], MARKS[row.kind], *cells[2:])
    out.print(table)


def unified_diff(out, left, right):
    """Print what differs between two Places; one of them may be None."""
    names = [title(place) or "/dev/null" for place in (left, right)]
    text = "".join(f"{line}\n" for line in diffs.unified(lines(left), lines(right), *names))
    out.print(coloured(text, "diff"), end="", soft_wrap=True)


def lines(place):
    return place.lines if place else []


def start(place):
    return place.start if place else 1


def title(place):
    """Return what stands above a pane: where its lines are."""
    if place is None:
        return ""
    return f"{SIDES[place.side]}/{place.file}" + (f": {place.symbol}" if place.symbol else "")


def highlighted(place):
    """Return the lines of a Place by number, in the colours of the terminal."""
    if place is None:
        return {}
    text = coloured(place.text, Syntax.guess_lexer(place.file, place.text))
    return dict(enumerate(text.split("\n"), place.start))


def coloured(text, lexer):
    """Return a Text in the colours that the terminal has, whether it is bright or dark."""
    return Syntax("", lexer, theme="ansi_dark", background_color="default").highlight(text)
