"""The results of runs as a table: groups of requirements by implementation.

python -m runner.report     prints the table of the last runs
"""

import re
import sys
from collections import Counter

from runner import results
from runner.serve import data_dir
from shared_tests.support import spec


def outcomes_by_group(stages):
    """Return a Counter of outcomes for each group of requirements."""
    groups = {}
    for stage in stages:
        for test in stage["tests"].values():
            for group in {spec.group(name) for name in test["requirements"]}:
                groups.setdefault(group, Counter())[test["outcome"]] += 1
    return groups


def cell(counter):
    """Return the number of tests of each outcome, such as `1 failed, 12 passed`."""
    return ", ".join(f"{number} {outcome}" for outcome, number in sorted(counter.items())) or "-"


def table(outcomes):
    """Return the table as text, with a row of totals."""
    columns = [(name, outcomes_by_group(stages)) for name, stages in outcomes]
    groups = dict.fromkeys(spec.group(name) for name in spec.requirements())
    rows = [["requirements", *(name for name, _ in columns)]]
    rows += [[group, *(cell(by.get(group, {})) for _, by in columns)] for group in groups]
    tests = [
        Counter(test["outcome"] for stage in stages for test in stage["tests"].values())
        for _, stages in outcomes
    ]
    rows.append(["all tests", *map(cell, tests)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines[1:1] = ["  ".join("-" * width for width in widths)]
    lines[-1:-1] = [lines[1]]
    return "\n" + "\n".join(lines) + "\n\n" + summary(sum(tests, Counter()))


def summary(counter):
    """Return a line with the number of all tests of all implementations."""
    skipped = counter["not offered"] + counter["skipped"]
    return f"{counter['passed']} passed, {counter['failed']} failed, {skipped} skipped"


def split(exchange):
    """Return the requests of a test, each with its response."""
    return re.split(r"\n\n(?=> [A-Z]+ )", exchange)


def compare_responses(outcomes, limit=3):
    """Return the last exchange of failed tests, each with that of the implementations that pass it.

    `outcomes` are pairs of a name and the tests of an implementation, with all exchanges; at most
    `limit` tests are shown.
    """
    shown = []
    for name, tests in outcomes:
        for id, test in tests.items():
            others = [(other, all_[id]) for other, all_ in outcomes if id in all_]
            passed = [(other, each) for other, each in others if each["outcome"] == "passed"]
            if test["outcome"] == "failed" and passed and test.get("exchange"):
                failed = split(test["exchange"])
                texts = [f"{id}\n\n{name} failed here:\n\n{failed[-1]}"]
                for other, each in passed:
                    exchanges = split(each.get("exchange", ""))[: len(failed)]
                    texts.append(f"{other} passed:\n\n{exchanges[-1]}")
                shown.append("\n\n".join(texts))
    return "\n\n".join(shown[:limit])


def all_passed(outcomes):
    """Return whether all stages ran without a failed or an unexpectedly skipped test."""
    return all(
        len(stages) == 3
        and not any(
            test["outcome"] in ("failed", "skipped")
            for stage in stages
            for test in stage["tests"].values()
        )
        for _, stages in outcomes
    )


def main():
    """Print the table of the stored runs, with their age; exit with 2 if there are none."""
    runs = results.read(data_dir())
    if not runs:
        print("There are no results yet: run `make test`.", file=sys.stderr)
        sys.exit(2)
    print(table([(name, [run]) for name, run in runs.items()]))
    for name, run in runs.items():
        versions = ", ".join(f"{what} {version}" for what, version in run["versions"].items())
        print(f"{name}: {results.age(run)} ({run['when']}), {run['how']}, {versions}")


if __name__ == "__main__":
    main()
