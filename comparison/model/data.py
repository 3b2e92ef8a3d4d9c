"""The TOML files of comparison/data/."""

import tomllib
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"


def read_toml(name):
    """Return the content of a file of comparison/data/."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
