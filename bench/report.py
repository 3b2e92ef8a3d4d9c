"""A run as tables on the terminal, and one in Markdown."""

from statistics import median

from rich import box
from rich.table import Table

from bench.figures import FLOOR


def table_of(title):
    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))


def goals_table(rows, sides):
    """Return the goals, and what each side has reached."""
    table = table_of("Goals")
    table.add_column("#", justify="right")
    table.add_column("figure")
    for side in sides:
        table.add_column(side.title(), justify="right", no_wrap=True)
    table.add_column("bound", no_wrap=True)
    for row in rows:
        heading = str(row["number"]), row["text"]
        if row["parts"][0]["label"]:
            table.add_row(*heading)
        for part in row["parts"]:
            number, text = heading if not part["label"] else ("", f"  {part['label']}")
            cells = [cell(part["sides"][side]) for side in sides]
            table.add_row(number, text, *cells, bounds(part, sides))
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
    table = table_of("Medians of the rounds")
    table.add_column("page", no_wrap=True)
    table.add_column("side", no_wrap=True)
    headings = ("req/s", "÷ floor", "p50 ms", "p99 ms", "CPU µs", "SQL µs")
    for heading in headings:
        table.add_column(heading, justify="right")
    floor = found["samples"]["by pk"][FLOOR]
    for name, by_side in found["samples"].items():
        for number, (side, samples) in enumerate(by_side.items()):
            ratio = median(a["rate"] / b["rate"] for a, b in zip(samples, floor, strict=True))
            of = {key: median(each[key] for each in samples) for key in samples[0]}
            times = [f"{of[key] * 1e3:.1f}" for key in ("p50", "p99")]
            cpu = [f"{of[key] * 1e6:.0f}" for key in ("server", "database")]
            page = "" if number else name
            table.add_row(page, side, f"{of['rate']:.0f}", f"{ratio:.2f}", *times, *cpu)
    return table


def costs_table(found):
    """Return the start and the memory of all."""
    table = table_of("Start and memory")
    table.add_column("side")
    table.add_column("seconds to the first page", justify="right")
    table.add_column("MiB of two workers after load", justify="right")
    for side, seconds in found["start_seconds"].items():
        memory = median(found["memory_bytes"][side]) / 2**20
        table.add_row(side, f"{median(seconds):.2f}", f"{memory:.0f}")
    return table


def markdown(rows, sides):
    """Return the goals as a table in Markdown, for a document."""
    lines = [
        f"| figure | {' | '.join(map(str.title, sides))} | goal |",
        "| --- |" + " ---: |" * (len(sides) + 1),
    ]
    for row in rows:
        for part in row["parts"]:
            values = [f"{part['sides'][side]['value']:.2f}" for side in sides]
            text = row["text"] + (f": {part['label']}" if part["label"] else "")
            lines.append(f"| {text} | {' | '.join(values)} | {bounds(part, sides)} |")
    return "".join(f"{line}\n" for line in lines)
