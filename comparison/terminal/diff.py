"""`make diff`: shows both implementations in the terminal.

python -m comparison.terminal.diff                   the topics by area
python -m comparison.terminal.diff --topic TOPIC     a topic side by side
python -m comparison.terminal.diff --file FILE       a file side by side
"""

import argparse
import os
import signal
import sys
from itertools import chain, groupby

from rich.text import Text

from comparison.model import topics
from comparison.model.source_refs import IMPLEMENTATIONS, list_files, resolve, suggest
from comparison.terminal import panes
from comparison.terminal.console import console


def list_topics(out):
    """Print the topics by area."""
    for area, found in groupby(topics.load(), key=lambda topic: topic.area):
        out.print(Text(f"\n{area}", "bold"))
        for topic in found:
            name = Text(f"  {topic.id:27} ", "cyan")
            out.print(name + Text(topic.title, "default"), soft_wrap=True)
    out.print("\nmake diff T=TOPIC shows a topic, make diff F=FILE a file; U=1 as a unified diff")


def show_topic(out, topic, unified):
    """Print the description of a topic, and its code in both implementations."""
    out.print(Text(topic.title, "bold"))
    for text in filter(None, [topic.sentence, topic.alone]):
        out.print(text, markup=False)
    out.print(Text(f"SPEC.md: {', '.join(topic.requirements)}", "dim"))
    panes.show(out, *topic.source_refs.values(), unified=unified)


def find_file(file):
    """Return the SourceRefs of a file in each implementation, none where it is missing.

    Raises LookupError if no implementation has the file.
    """
    for tree in IMPLEMENTATIONS.values():
        file = file.removeprefix(f"{tree}/")
    by_name = {name: list_files(name) for name in IMPLEMENTATIONS}
    if not any(file in files for files in by_name.values()):
        raise LookupError(f"no file {file}{suggest(file, {*chain(*by_name.values())})}")
    return [[resolve(name, file)] if file in files else [] for name, files in by_name.items()]


def main():
    parser = argparse.ArgumentParser(prog="make diff", add_help=False)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--topic")
    what.add_argument("--file")
    parser.add_argument("--unified", action="store_true")
    arguments = parser.parse_args()
    signal.signal(signal.SIGPIPE, lambda *_: os._exit(0))  # `make diff | head` is no error
    out = console()
    try:
        if arguments.topic:
            show_topic(out, topics.get(arguments.topic), arguments.unified)
        elif arguments.file:
            panes.show(out, *find_file(arguments.file), unified=arguments.unified)
        else:
            list_topics(out)
    except LookupError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
