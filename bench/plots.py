"""A run as plots: SVG files."""

from statistics import median

from matplotlib.figure import Figure

from bench.figures import FLOOR

COLOURS = ("#888888", "#0b6e4f", "#c8553d", "#3d5a98")  # the floor, and the sides


def draw(found, folder):
    """Draw all plots into a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    everybody = [FLOOR, *found["sides"]]
    colours = dict(zip(everybody, COLOURS, strict=False))
    for name, plot in (("rates", rates), ("times", times), ("cpu", cpu), ("costs", costs)):
        figure = plot(found, colours)
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None})
    return folder


def lanes(found, title, label):
    """Return a figure with a lane for each page and side that was measured, and these lanes."""
    rows = [(page, side) for page, of in found["samples"].items() for side in of]
    figure = Figure(figsize=(9, 0.28 * len(rows) + 1.2), layout="constrained")
    axes = figure.subplots()
    axes.set_yticks(range(len(rows)), [f"{page} · {side}" for page, side in rows])
    axes.invert_yaxis()
    axes.set_title(title, loc="left")
    axes.set_xlabel(label)
    axes.grid(axis="x", alpha=0.3)
    return (
        figure,
        axes,
        [(y, side, found["samples"][page][side]) for y, (page, side) in enumerate(rows)],
    )


def rates(found, colours):
    """Requests per second against the floor: a dot for each round, a line at the median."""
    figure, axes, rows = lanes(found, "Requests per second", "÷ floor, of the same round")
    floor = [each["rate"] for each in found["samples"]["by pk"][FLOOR]]
    for y, side, samples in rows:
        ratios = [each["rate"] / base for each, base in zip(samples, floor, strict=True)]
        axes.plot(ratios, [y] * len(ratios), "o", color=colours[side], alpha=0.5, markersize=4)
        axes.plot([median(ratios)] * 2, [y - 0.4, y + 0.4], color=colours[side], linewidth=2)
    axes.axvline(1, color=colours[FLOOR], linewidth=1)
    axes.set_xlim(left=0)
    return figure


def times(found, colours):
    """From the median of p50 to the median of p99."""
    figure, axes, rows = lanes(found, "Time of an answer", "milliseconds, from p50 to p99")
    for y, side, samples in rows:
        ends = [median(each[key] for each in samples) * 1000 for key in ("p50", "p99")]
        axes.plot(ends, [y, y], "o-", color=colours[side], markersize=4)
    axes.set_xscale("log")
    return figure


def cpu(found, colours):
    """CPU for an answer: of the server, and, lighter, of PostgreSQL."""
    figure, axes, rows = lanes(
        found, "CPU for an answer", "microseconds: server, and PostgreSQL (lighter)"
    )
    for y, side, samples in rows:
        server, database = (
            median(each[key] for each in samples) * 1e6 for key in ("server", "database")
        )
        axes.barh(y, server, color=colours[side])
        axes.barh(y, database, left=server, color=colours[side], alpha=0.45)
    return figure


def costs(found, colours):
    """Start and memory, beside each other."""
    figure = Figure(figsize=(9, 2.2), layout="constrained")
    both = figure.subplots(1, 2)
    for axes, key, unit, title in zip(
        both, ("start_seconds", "memory_bytes"), (1, 2**20),
        ("Seconds to the first page", "MiB of two workers after load"), strict=True,
    ):  # fmt: skip
        for side, colour in colours.items():
            axes.barh(side, median(found[key][side]) / unit, color=colour)
        axes.invert_yaxis()
        axes.set_title(title, loc="left")
        axes.grid(axis="x", alpha=0.3)
    return figure
