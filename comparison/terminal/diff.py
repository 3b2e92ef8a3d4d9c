"""Both sides in the terminal: `make diff`.

python -m comparison.terminal.diff                the topics by area
python -m comparison.terminal.diff --topic TOPIC     a topic side by side
python -m comparison.terminal.diff --file FILE       a file side by side
"""

import argparse
import os
import signal
import sys
from itertools import chain, groupby

from rich.text import Text

from comparison.model import source_refs, topics
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
    """Print what a topic is about, and its places on both sides."""
    out.print(Text(topic.title, "bold"))
    for text in filter(None, [topic.sentence, topic.alone]):
        out.print(text, markup=False)
    out.print(Text(f"SPEC.md: {', '.join(topic.requirements)}", "dim"))
    panes.show(out, *topic.places.values(), unified)


def of_file(file):
    """Return the Places of one file on each side. Raises LookupError where no side has it."""
    for tree in source_refs.SIDES.values():
        file = file.removeprefix(f"{tree}/")
    known = {side: source_refs.files(side) for side in source_refs.SIDES}
    if not any(file in files for files in known.values()):
        raise LookupError(f"no file {file}{source_refs.nearest(file, {*chain(*known.values())})}")
    return [
        [source_refs.resolve(side, file)] if file in files else [] for side, files in known.items()
    ]


def main():
    parser = argparse.ArgumentParser(prog="make diff", add_help=False)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--topic")
    what.add_argument("--file")
    parser.add_argument("--unified", action="store_true")
    arguments = parser.parse_args()
    signal.signal(signal.SIGPIPE, lambda *_: os._exit(0))  # `make diff | head` has what it wants
    out = console()
    try:
        if arguments.topic:
            show_topic(out, topics.find(arguments.topic), arguments.unified)
        elif arguments.file:
            panes.show(out, *of_file(arguments.file), arguments.unified)
        else:
            list_topics(out)
    except LookupError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
