"""The tables of a run: on the terminal, and the targets in Markdown."""

from statistics import median

from rich import box
from rich.table import Table

from bench.results import BASELINE, BY_PK
from bench.tunings import PREFIX


def create_table(title):
    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))


def targets_table(rows, implementations):
    """Return the table of targets and results."""
    table = create_table("Targets")
    table.add_column("#", justify="right")
    table.add_column("metric")
    for name in implementations:
        table.add_column(name.title(), justify="right", no_wrap=True)
    table.add_column("target", no_wrap=True)
    for row in rows:
        heading = str(row["number"]), row["text"]
        if row["parts"][0]["label"]:
            table.add_row(*heading)
        for part in row["parts"]:
            number, text = heading if not part["label"] else ("", f"  {part['label']}")
            cells = [value_cell(part["implementations"][name]) for name in implementations]
            table.add_row(number, text, *cells, bounds(part, implementations))
    return table


def value_cell(result):
    mark, style = ("✓", "green") if result["met"] else ("✗", "red")
    return f"[{style}]{value_text(result)} {mark}[/]"


def value_text(result):
    """Return a value, and its spread if it has one."""
    spread = "" if result["spread"] is None else f" ±{result['spread']:.0%}"
    return f"{result['value']:.2f}{spread}"


def bounds(part, implementations):
    """Return the bounds of all implementations, or one if they are equal."""
    sign = "≥" if part["at_least"] else "≤"
    each = [f"{part['implementations'][name]['bound']:g}" for name in implementations]
    return f"{sign} {' / '.join(each if len(set(each)) > 1 else each[:1])}"


def samples_table(found):
    """Return the medians of all rounds, which are comparable only within a run."""
    table = create_table("Medians of the rounds (ratio: req/s ÷ baseline)")
    table.add_column("page", no_wrap=True)
    table.add_column("implementation", no_wrap=True)
    headings = ("req/s", "ratio", "p50 ms", "p99 ms", "CPU µs", "SQL µs")
    for heading in headings:
        table.add_column(heading, justify="right")
    baseline = found["samples"][BY_PK][BASELINE]
    for workload, by_name in found["samples"].items():
        if workload.startswith(PREFIX):
            continue  # in the table of the tunings
        for number, (name, samples) in enumerate(by_name.items()):
            ratio = median(a["rate"] / b["rate"] for a, b in zip(samples, baseline, strict=True))
            medians = {key: median(each[key] for each in samples) for key in samples[0]}
            times = [f"{medians[key] * 1e3:.1f}" for key in ("p50", "p99")]
            cpu = [f"{medians[key] * 1e6:.0f}" for key in ("server", "database")]
            page = "" if number else workload
            table.add_row(page, name, f"{medians['rate']:.0f}", f"{ratio:.2f}", *times, *cpu)
    return table


def tunings_table(found):
    """Return the table of the tunings, each alone in the tutorial's application."""
    table = create_table("Tunings, each alone (÷ baseline)")
    table.add_column("tuning", no_wrap=True)
    table.add_column("implementation", no_wrap=True)
    for heading in ("req/s without", "with", "p99", "CPU server", "CPU SQL", "statements"):
        table.add_column(heading, justify="right")
    for row in found["tunings"]:
        for name in found["implementations"]:
            if name in row:
                without, tuned = row[name]["without"], row[name]["with"]
                cells = [tuned[key] for key in ("rate", "p99", "server", "database", "statements")]
                texts = [f"{each:.2f}" for each in (without["rate"], *cells[:-1])]
                table.add_row(row["name"], name, *texts, f"{cells[-1]:g}")
    return table


def costs_table(found):
    """Return the table of startup time and memory, which have no targets."""
    table = create_table("Startup and memory (ratio: ÷ baseline)")
    table.add_column("implementation")
    for heading in ("seconds to the first page", "ratio", "MiB of two workers after load", "ratio"):
        table.add_column(heading, justify="right")
    seconds, memory = (
        {name: median(values) for name, values in found[key].items()}
        for key in ("start_seconds", "memory_bytes")
    )
    for name in seconds:
        start_ratio, memory_ratio = (each[name] / each[BASELINE] for each in (seconds, memory))
        sizes = [f"{memory[name] / 2**20:.0f}", f"{memory_ratio:.2f}"]
        table.add_row(name, f"{seconds[name]:.2f}", f"{start_ratio:.2f}", *sizes)
    return table


def markdown(rows, implementations):
    """Return the targets and results as a table in Markdown."""
    lines = [
        f"| metric | {' | '.join(map(str.title, implementations))} | target |",
        "| --- |" + " ---: |" * (len(implementations) + 1),
    ]
    for row in rows:
        for part in row["parts"]:
            values = [value_text(part["implementations"][name]) for name in implementations]
            text = row["text"] + (f": {part['label']}" if part["label"] else "")
            lines.append(f"| {text} | {' | '.join(values)} | {bounds(part, implementations)} |")
    return "".join(f"{line}\n" for line in lines)
