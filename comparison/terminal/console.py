"""The console that all commands of the comparison print to."""

import os
import sys

from rich.console import Console

PIPED_WIDTH = 160
MIN_WIDTH = 60


def console():
    """Return a console of the terminal's width, without color in a pipe or with NO_COLOR."""
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return Console(width=terminal_width(), color_system="auto" if color else None, highlight=False)


def terminal_width():
    """Return the columns of the terminal, also of one behind a pipe such as `| less`."""
    if os.environ.get("COLUMNS", "").isdigit():
        return max(MIN_WIDTH, int(os.environ["COLUMNS"]))
    terminals = [each for each in (sys.stdout, sys.stderr, sys.stdin) if each.isatty()]
    if not terminals:
        return PIPED_WIDTH
    return max(MIN_WIDTH, os.get_terminal_size(terminals[0].fileno()).columns)
