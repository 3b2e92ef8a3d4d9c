"""The plots of a run, as SVG files."""

from statistics import median

from matplotlib.figure import Figure

from bench import tunings
from bench.results import BASELINE, BY_PK

COLORS = ("#888888", "#0b6e4f", "#c8553d", "#3d5a98")  # of the baseline and the implementations


def draw(found, folder):
    """Draw all plots into a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [BASELINE, *found["implementations"]]
    colors = dict(zip(names, COLORS, strict=False))
    for name, plot in DRAWN:
        figure = plot(found, colors)
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None})
    return folder


def rows_figure(found, title, label):
    """Return a figure with a row for each page and implementation, its axes, and these rows."""
    rows = [
        (page, name)
        for page, samples in found["samples"].items()
        for name in samples
        if not page.startswith(tunings.PREFIX)
    ]
    figure = Figure(figsize=(9, 0.28 * len(rows) + 1.2), layout="constrained")
    axes = figure.subplots()
    axes.set_yticks(range(len(rows)), [f"{page} · {name}" for page, name in rows])
    axes.invert_yaxis()
    axes.set_title(title, loc="left")
    axes.set_xlabel(label)
    axes.grid(axis="x", alpha=0.3)
    samples = [(y, name, found["samples"][page][name]) for y, (page, name) in enumerate(rows)]
    return figure, axes, samples


def rates(found, colors):
    """Plot requests per second ÷ baseline: a dot for each round, a line at the median."""
    figure, axes, rows = rows_figure(found, "Requests per second", "÷ baseline, in the same round")
    baseline = [each["rate"] for each in found["samples"][BY_PK][BASELINE]]
    for y, name, samples in rows:
        ratios = [each["rate"] / base for each, base in zip(samples, baseline, strict=True)]
        axes.plot(ratios, [y] * len(ratios), "o", color=colors[name], alpha=0.5, markersize=4)
        axes.plot([median(ratios)] * 2, [y - 0.4, y + 0.4], color=colors[name], linewidth=2)
    axes.axvline(1, color=colors[BASELINE], linewidth=1)
    axes.set_xlim(left=0)
    return figure


def times(found, colors):
    """Plot response times from the median of p50 to the median of p99."""
    figure, axes, rows = rows_figure(found, "Response time", "milliseconds, from p50 to p99")
    for y, name, samples in rows:
        ends = [median(each[key] for each in samples) * 1000 for key in ("p50", "p99")]
        axes.plot(ends, [y, y], "o-", color=colors[name], markersize=4)
    axes.set_xscale("log")
    return figure


def cpu(found, colors):
    """Plot the CPU time per response, of the server and, in a lighter color, of PostgreSQL."""
    figure, axes, rows = rows_figure(
        found, "CPU time per response", "microseconds: server, and PostgreSQL (lighter)"
    )
    for y, name, samples in rows:
        server, database = (
            median(each[key] for each in samples) * 1e6 for key in ("server", "database")
        )
        axes.barh(y, server, color=colors[name])
        axes.barh(y, database, left=server, color=colors[name], alpha=0.45)
    return figure


def costs(found, colors):
    """Plot startup time and memory side by side."""
    figure = Figure(figsize=(9, 2.2), layout="constrained")
    both = figure.subplots(1, 2)
    for axes, key, unit, title in zip(
        both, ("start_seconds", "memory_bytes"), (1, 2**20),
        ("Seconds to the first page", "MiB of two workers after load"), strict=True,
    ):  # fmt: skip
        for name, color in colors.items():
            axes.barh(name, median(found[key][name]) / unit, color=color)
        axes.invert_yaxis()
        axes.set_title(title, loc="left")
        axes.grid(axis="x", alpha=0.3)
    return figure


def tuning_effects(found, colors):
    """Plot requests per second ÷ baseline, from without a tuning to with it."""
    rows = [
        (row, name) for row in found["tunings"] for name in found["implementations"] if name in row
    ]
    figure = Figure(figsize=(9, 0.28 * len(rows) + 1.2), layout="constrained")
    axes = figure.subplots()
    axes.set_yticks(range(len(rows)), [f"{row['name']} · {name}" for row, name in rows])
    axes.invert_yaxis()
    axes.set_title("What each tuning buys", loc="left")
    axes.set_xlabel("requests per second ÷ baseline: without it (ring) and with it")
    axes.grid(axis="x", alpha=0.3)
    for y, (row, name) in enumerate(rows):
        without, tuned = (row[name][each]["rate"] for each in ("without", "with"))
        axes.plot([without, tuned], [y, y], color=colors[name])
        axes.plot(without, y, "o", color=colors[name], fillstyle="none")
        axes.plot(tuned, y, "o", color=colors[name])
    axes.set_xlim(left=0)
    return figure


DRAWN = (
    ("rates", rates), ("times", times), ("cpu", cpu), ("costs", costs), ("tunings", tuning_effects),
)  # fmt: skip
