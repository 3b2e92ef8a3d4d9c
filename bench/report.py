"""A run as tables on the terminal."""

from statistics import median

from rich.table import Table

from bench.figures import FLOOR


def goals_table(rows, sides):
    """Return the goals, and what each side has reached."""
    table = Table(title="Goals", title_justify="left")
    table.add_column("#", justify="right")
    table.add_column("figure")
    for side in sides:
        table.add_column(side.title(), justify="right", no_wrap=True)
    table.add_column("bound", no_wrap=True)
    for row in rows:
        for number, part in enumerate(row["parts"]):
            cells = [cell(part["sides"][side]) for side in sides]
            name = row["text"] if number == 0 else ""
            label = ("\n  " if name else "  ") + part["label"] if part["label"] else ""
            lines = "\n" * ("\n" in label)
            cells = [lines + each for each in cells]
            heading = "" if number else str(row["number"])
            table.add_row(heading, name + label, *cells, lines + bounds(part, sides))
    return table


def cell(side):
    mark, style = ("✓", "green") if side["met"] else ("✗", "red")
    return f"[{style}]{side['value']:.2f} {mark}[/]"


def bounds(part, sides):
    """Return the bound of all sides, once where it is the same."""
    sign = "≥" if part["at_least"] else "≤"
    each = [f"{part['sides'][side]['bound']:g}" for side in sides]
    return f"{sign} {' / '.join(each if len(set(each)) > 1 else each[:1])}"


def samples_table(found):
    """Return the medians of all rounds; to be compared within a run only."""
    table = Table(title="Medians of the rounds", title_justify="left")
    table.add_column("page")
    table.add_column("side", no_wrap=True)
    headings = ("requests/s", "÷ floor", "ms p50", "ms p99", "server µs", "SQL µs")
    for heading in headings:
        table.add_column(heading, justify="right")
    floor = found["samples"]["by pk"][FLOOR]
    for name, by_side in found["samples"].items():
        for side, samples in by_side.items():
            ratio = median(a["rate"] / b["rate"] for a, b in zip(samples, floor, strict=True))
            of = {key: median(each[key] for each in samples) for key in samples[0]}
            times = [f"{of[key] * 1e3:.1f}" for key in ("p50", "p99")]
            cpu = [f"{of[key] * 1e6:.0f}" for key in ("server", "database")]
            table.add_row(name, side, f"{of['rate']:.0f}", f"{ratio:.2f}", *times, *cpu)
    return table


def costs_table(found):
    """Return the start and the memory of all."""
    table = Table(title="Start and memory", title_justify="left")
    table.add_column("side")
    table.add_column("seconds to the first page", justify="right")
    table.add_column("MiB of two workers after load", justify="right")
    for side, seconds in found["start_seconds"].items():
        memory = median(found["memory_bytes"][side]) / 2**20
        table.add_row(side, f"{median(seconds):.2f}", f"{memory:.0f}")
    return table
