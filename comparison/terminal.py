"""Both sides in the terminal: `make diff`.

python -m comparison.terminal                   the topics by area
python -m comparison.terminal --topic TOPIC     a topic side by side
python -m comparison.terminal --file FILE       a file side by side
"""

import argparse
import os
import signal
import sys
from itertools import chain, groupby

from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from comparison import diffs, places, topics

PIPED_WIDTH = 160
MARKS = {
    "same": Text(" "),
    "changed": Text("|", "yellow"),
    "left": Text("<", "red"),
    "right": Text(">", "green"),
}


def console():
    """Return a console as wide as the terminal, without colour where NO_COLOR or a pipe asks it."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return Console(width=width(), color_system="auto" if colour else None, highlight=False)


def width():
    """Return the columns of the terminal, also of one behind a pipe such as `| less`."""
    if os.environ.get("COLUMNS", "").isdigit():
        return int(os.environ["COLUMNS"])
    terminals = [each for each in (sys.stdout, sys.stderr, sys.stdin) if each.isatty()]
    return os.get_terminal_size(terminals[0].fileno()).columns if terminals else PIPED_WIDTH


def list_topics(out):
    """Print the topics by area."""
    for area, found in groupby(topics.load(), key=lambda topic: topic.area):
        out.print(Text(f"\n{area}", "bold"))
        for topic in found:
            name = Text(f"  {topic.id:27} ", "cyan")
            out.print(name + Text(topic.title, "default"), soft_wrap=True)
    out.print("\nmake diff T=TOPIC shows one; make diff F=FILE a file; U=1 makes it a unified diff")


def show(out, lefts, rights, unified):
    """Print the Places of both sides beside each other, or as unified diffs."""
    for left, right in diffs.pairs(lefts, rights):
        out.print()
        (unified_diff if unified else panes)(out, left, right)


def panes(out, left, right):
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
    text = diffs.unified(lines(left), lines(right), *names)
    out.print(Syntax("\n".join(text), "diff", theme="ansi_dark", background_color="default"))


def lines(place):
    return place.lines if place else []


def start(place):
    return place.start if place else 1


def title(place):
    """Return what stands above a pane: where its lines are."""
    if place is None:
        return ""
    return f"{places.SIDES[place.side]}/{place.file}" + (
        f": {place.symbol}" if place.symbol else ""
    )


def highlighted(place):
    """Return the lines of a Place by number, in the colours of the terminal."""
    if place is None:
        return {}
    lexer = Syntax.guess_lexer(place.file, place.text)
    syntax = Syntax("", lexer, theme="ansi_dark", background_color="default")
    return dict(enumerate(syntax.highlight(place.text).split("\n"), place.start))


def of_file(file):
    """Return the Places of one file on each side. Raises LookupError where no side has it."""
    for tree in places.SIDES.values():
        file = file.removeprefix(f"{tree}/")
    known = {side: places.files(side) for side in places.SIDES}
    if not any(file in files for files in known.values()):
        raise LookupError(f"no file {file}{places.nearest(file, {*chain(*known.values())})}")
    return [[places.resolve(side, file)] if file in files else [] for side, files in known.items()]


def main():
    parser = argparse.ArgumentParser(prog="make diff", add_help=False)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--topic")
    what.add_argument("--file")
    parser.add_argument("--unified", action="store_true")
    arguments = parser.parse_args()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `make diff | head` ends without a traceback
    out = console()
    try:
        if arguments.topic:
            topic = topics.find(arguments.topic)
            out.print(Text(topic.title, "bold"), Text(f"\n{topic.sentence}"), sep="")
            show(out, *topic.places.values(), arguments.unified)
        elif arguments.file:
            show(out, *of_file(arguments.file), arguments.unified)
        else:
            list_topics(out)
    except LookupError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
