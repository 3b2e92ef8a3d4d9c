"""The targets of targets.toml, and whether the results of a run meet them."""

import tomllib
from pathlib import Path

TARGETS = Path(__file__).with_name("targets.toml")


def load():
    return tomllib.loads(TARGETS.read_text(encoding="utf-8"))["target"]


def check(targets, results, users):
    """Return the targets with the value, the bound and `met` of each part and implementation."""
    rows = []
    for target in targets:
        parts = [check_part(part, results[part["result"]]) for part in target["parts"]]
        met = all(each["met"] for part in parts for each in part["implementations"].values())
        text = target["text"].format(users=f"{users:,}")
        rows.append({"number": target["number"], "text": text, "met": met, "parts": parts})
    return rows


def check_part(part, values):
    """Return a part with the value, the bound and `met` of each implementation."""
    at_least = "at_least" in part
    bounds = part["at_least" if at_least else "at_most"]
    implementations = {
        name: {
            "value": values[name],
            "bound": bound,
            "met": values[name] >= bound if at_least else values[name] <= bound,
        }
        for name, bound in bounds.items()
    }
    return {
        "label": part.get("label", ""), "at_least": at_least, "implementations": implementations,
    }  # fmt: skip


def summary(rows):
    """Return the last line of a run."""
    return f"{sum(row['met'] for row in rows)} of {len(rows)} targets met"
