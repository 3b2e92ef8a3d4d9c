"""`make flame-graphs`: samples both while they render profile pages, and draws the samples."""

import json
import secrets
import sys
import tempfile
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader
from rich.console import Console

from bench import databases, stacks
from bench.implementations import read_users
from bench.report import create_table
from bench.servers import create_server
from runner import postgresql, signals
from runner.process import ROOT, compared
from runner.serve import data_dir

SAMPLE = [
    ROOT / "bench" / ".venv" / "bin" / "py-spy", "record", "--format", "raw", "--full-filenames",
    "--function", "--gil", "--rate", "500", "--duration", "20", "--output",
]  # fmt: skip
LOOP = ROOT / "bench" / "request_loop.py"
NARROWEST = 0.003  # of all samples: narrower boxes above the same one are merged
templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
)


class Box(NamedTuple):
    """A function in a flame graph: its callers are below it, and what it calls is above it."""

    frame: stacks.Frame
    kind: stacks.Kind
    level: int
    start: float
    share: float


def sample(config, administrator, folder):
    """Return the stacks of an implementation that renders profile pages by primary key.

    Raises RuntimeError if there are none.
    """
    database = databases.database_url(administrator, config["name"])
    variables = {"SECRET_KEY": secrets.token_hex(32), "DEMO_PASSWORD": secrets.token_hex(8)}
    databases.create(config, administrator, config["name"], folder, variables)
    paths = databases.write_paths(folder / "paths", [pk for pk, _ in read_users(database)])
    process = create_server(config, folder, DATABASE_URL=database, **variables)
    done = process.run(*SAMPLE, folder / "raw", "--", "python", LOOP, paths)
    raw = folder / "raw"
    found = stacks.parse(raw.read_text(encoding="utf-8")) if raw.exists() else None
    if not found:
        raise RuntimeError(f"py-spy failed:\n{done.stdout}{done.stderr}")
    raw.unlink()
    return found


def create_boxes(found, total, kind=None, level=0, start=0.0):
    """Yield the boxes of stacks from a level on, the widest first."""
    callees = defaultdict(Counter)
    for stack, samples in found.items():
        if len(stack) > level:
            callees[stack[level]][stack] = samples
    merged = 0.0
    for frame, calling in sorted(callees.items(), key=lambda each: -each[1].total()):
        share = calling.total() / total
        if share < NARROWEST:
            merged += share
            continue
        own = frame.kind or kind
        yield Box(frame, own, level, start, share)
        yield from create_boxes(calling, total, own, level + 1, start)
        start += share
    if merged >= NARROWEST:
        yield Box(stacks.Frame("…", ""), kind, level, start, merged)


def draw(found, name):
    """Return the flame graph of stacks as SVG."""
    boxes = [*create_boxes(found, found.total())]
    title = f"Flame graph of a profile page: {name.title()}"
    levels = 1 + max(box.level for box in boxes)
    return templates.get_template("flame_graph.svg").render(boxes=boxes, levels=levels, title=title)


def main():
    if postgresql.find() is None:
        sys.exit(postgresql.MISSING)
    folder, found = data_dir() / "bench", {}
    folder.mkdir(parents=True, exist_ok=True)
    with (
        signals.exiting(),
        tempfile.TemporaryDirectory(prefix="bench") as temporary,
        postgresql.cluster() as administrator,
    ):
        for name, config in compared().items():
            found[name] = sample(config, administrator, Path(temporary))
    for name, each in found.items():
        (folder / f"flame_graph_{name}.svg").write_text(draw(each, name), encoding="utf-8")
    shares = store_shares(found, folder / "flame_graphs.json")
    table = create_table("Percentage of the samples of a profile page")
    for heading in ("", *(name.title() for name in found)):
        table.add_column(heading, justify="right" if heading else "left")
    for each in shares:
        table.add_row(each["title"], *(f"{each[name]:.1f}" for name in found))
    Console().print(table, f"{folder}/flame_graph_*.svg", soft_wrap=True)


def store_shares(found, path):
    """Write the shares of each kind in all implementations as JSON, and return them."""
    by_name = {name: stacks.shares(each) for name, each in found.items()}
    rows = [
        {"kind": kind.id, "title": kind.title}
        | {name: shares[kind.id] for name, shares in by_name.items()}
        for kind in stacks.KINDS
    ]
    when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    path.write_text(json.dumps({"when": when, "shares": rows}, indent=1), encoding="utf-8")
    return rows


if __name__ == "__main__":
    try:
        main()
    except RuntimeError as error:
        sys.exit(str(error))
