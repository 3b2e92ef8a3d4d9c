"""The last recorded results: of the suite, the faults, the requests, the numbers and the benchmark.

What `make test`, `make test-newest`, `make faults`, `make requests`, `make numbers`, `make bench`,
`make bench-async` and `make flame-graphs` stored in DATA_DIR comes first. Otherwise the files of
comparison/recorded/ are used, which `make record` has written.
"""

import json
from functools import cache
from pathlib import Path

from runner import results

RECORDED = Path(__file__).resolve().parents[1] / "recorded"


@cache
def find(data_dir, name):
    """Return the content of a file of results, such as `newest.json`, or None."""
    text = find_text(data_dir, name)
    return json.loads(text) if text else None


def find_text(data_dir, name):
    """Return the text of a file of results, such as a plot, or None."""
    for folder in (data_dir, RECORDED):
        if (folder / name).exists():
            return (folder / name).read_text(encoding="utf-8")
    return None


def read(data_dir, name):
    """Return the content of a file of results, such as `numbers.json`; raise FileNotFoundError."""
    if (content := find(data_dir, name)) is None:
        raise FileNotFoundError(f"there are no results in {name}: make record writes them")
    return content


@cache
def runs(data_dir):
    """Return the last runs of the suite, by implementation; see `runner.results`."""
    return results.read(RECORDED) | results.read(data_dir)
