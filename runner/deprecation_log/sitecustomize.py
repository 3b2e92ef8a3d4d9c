"""Appends each deprecation to the file DEPRECATIONS, with the line of the application that led to it.

Python imports this module when it starts, if its folder is in PYTHONPATH.
"""

import json
import os
import sys
import warnings

FILE = os.environ["DEPRECATIONS"]
TREE = os.getcwd() + os.sep  # commands and servers start there
CATEGORIES = (DeprecationWarning, PendingDeprecationWarning, FutureWarning)
show_others = warnings.showwarning


def find_line(filename, lineno):
    """Return the innermost line of the application on the stack; by default, the one that warns."""
    frame = sys._getframe(2)
    while frame:
        path = frame.f_code.co_filename
        if path.startswith(TREE) and ".venv" not in path:
            return f"{path.removeprefix(TREE)}:{frame.f_lineno}"
        frame = frame.f_back
    return f"{filename.rpartition('site-packages/')[2]}:{lineno}"


def show_warning(message, category, filename, lineno, file=None, line=None):
    """Store a deprecation; write any other warning to stderr."""
    if not issubclass(category, CATEGORIES):
        return show_others(message, category, filename, lineno, file, line)
    found = {
        "category": category.__name__,
        "message": str(message),
        "line": find_line(filename, lineno),
    }
    with open(FILE, "a", encoding="utf-8") as log:
        log.write(json.dumps(found) + "\n")


warnings.showwarning = show_warning
for each in CATEGORIES:
    warnings.simplefilter("default", each)
