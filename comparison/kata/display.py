"""What the commands of the exercises print."""

from itertools import groupby

from rich.table import Table
from rich.text import Text

from comparison.kata import check, exercises, removal
from comparison.model import diffs, spec
from comparison.model.source_refs import IMPLEMENTATIONS, list_files, read_file
from comparison.terminal import panes

STYLES = {"red": "bold red", "green": "bold green", "not tested": "dim"}
MAX_LINES = 40  # of the last request and response
TRACEBACK_LINES = 9


def list_exercises(out, found):
    """Print the exercises by area, and how to start one."""
    for area, group in groupby(found, key=lambda each: each.topic.area):
        out.print(Text(f"\n{area}", "bold"))
        for each in group:
            name = Text(f"  {each.topic.id:22} ", "cyan")
            requirements = Text(f" ({', '.join(each.topic.requirements)})", "dim")
            out.print(name + Text(each.topic.title, "default") + requirements, soft_wrap=True)
    out.print("\nmake kata T=profile-by-username SIDE=flask LEVEL=body starts one. The levels:")
    for level, sentence in removal.LEVELS.items():
        out.print(Text(f"  {level:9}", "cyan") + Text(sentence, "default"))


def show_exercise(out, workspace):
    """Print what is missing from the copy, and where to read how it works."""
    topic, side = workspace.exercise.topic, workspace.side
    texts, level = workspace.exercise.remove(side, workspace.level)
    out.print(Text(f"{topic.title}, in {side.title()}", "bold"))
    out.print(topic.sentence, markup=False)
    out.print(f"\nA copy is in {workspace.folder}", markup=False, soft_wrap=True)
    out.print(f"Level {workspace.level}: {removal.LEVELS[workspace.level]}", markup=False)
    if level != workspace.level:
        out.print(f"There is no such code on this side, so it is the level {level}.", markup=False)
    out.print("It lacks these lines:")
    for file, text in texts.items():
        number = len(exercises.removed_lines(side, file, text))
        symbols = [ref.symbol for ref in topic.source_refs[side] if ref.file == file and ref.symbol]
        what = "the whole file" if text is None else ", ".join(symbols)
        out.print(f"  {number:3} of {file}  {what}".rstrip(), markup=False, soft_wrap=True)
    show_sources(out, topic, side)


def show_sources(out, topic, side):
    """Print where the other implementation stands, and the documentation."""
    for other in [name for name in IMPLEMENTATIONS if name != side]:
        out.print(Text(f"\nIn {other.title()} (make diff T={topic.id} shows both)", "bold"))
        for ref in topic.source_refs[other]:
            path = f"{IMPLEMENTATIONS[other]}/{ref.file}:{ref.start}"
            out.print(f"  {path}  {ref.symbol or ''}".rstrip(), markup=False, soft_wrap=True)
    out.print(Text("\nDocumentation", "bold"))
    for url in topic.documentation[side]:
        out.print(f"  {url}", markup=False, soft_wrap=True)


def show_report(out, report):
    """Print each requirement with its state; or the log, if the copy does not start."""
    if not report.tests:
        out.print(Text("\nThe copy does not start, so every requirement is red.", "bold red"))
        out.print("The last lines of its log are above.")
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    for each in report.outcomes():
        total = each.passed + each.failed
        table.add_row(
            Text(each.state, STYLES[each.state]),
            each.requirement,
            Text(f"{each.passed} of {total} pass" if total else "", "dim"),
            Text(requirement_text(each.requirement), "default"),
        )
    out.print()
    out.print(table)


def requirement_text(name):
    return spec.requirements()[name].text.striptags()


def show_first_failure(out, report):
    """Print the first test that failed, with its last request and the server's traceback."""
    failure = report.first_failure()
    if failure is None:
        return
    name, test = failure
    out.print(Text(f"\nThe first failure: {name}", "bold"), soft_wrap=True)
    out.print(test.get("message", ""), markup=False, soft_wrap=True)
    lines = check.last_exchange(test).splitlines()
    traceback = check.find_traceback(report, test).splitlines()
    shown = [*lines[:2], "", *traceback[-TRACEBACK_LINES:]] if traceback else lines[:MAX_LINES]
    out.print("\n".join(["", *shown]), markup=False, soft_wrap=True)
    out.print(f"\nThe log of the server: {report.log}", markup=False, soft_wrap=True)


def show_diff(out, workspace):
    """Print the unified diff of the copy and the original."""
    theirs = workspace.files()
    ours = {file: read_file(workspace.side, file) for file in list_files(workspace.side)}
    tree = IMPLEMENTATIONS[workspace.side]
    differing = [
        file for file in sorted({*theirs, *ours}) if theirs.get(file, "") != ours.get(file, "")
    ]
    for file in differing:
        texts = [each.get(file, "").splitlines() for each in (theirs, ours)]
        names = [f"yours/{file}", f"{tree}/{file}"]
        text = "".join(f"{line}\n" for line in diffs.unified(*texts, *names))
        out.print(panes.colorize(text, "diff"), end="", soft_wrap=True)
    if not differing:
        out.print("Your copy is the same as ours.")
