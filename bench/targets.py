"""The goals of goals.toml, and whether the figures of a run meet them."""

import tomllib
from pathlib import Path

GOALS = Path(__file__).with_name("goals.toml")


def load():
    return tomllib.loads(GOALS.read_text(encoding="utf-8"))["goal"]


def judged(goals, figures, people):
    """Return the goals with the value, the bound and `met` of each part by side, and of all."""
    rows = []
    for goal in goals:
        parts = [judged_part(part, figures[part["figure"]]) for part in goal["parts"]]
        met = all(side["met"] for part in parts for side in part["sides"].values())
        text = goal["text"].format(people=f"{people:,}")
        rows.append({"number": goal["number"], "text": text, "met": met, "parts": parts})
    return rows


def judged_part(part, values):
    """Return a part with what became of it on each side that has a bound."""
    at_least = "at_least" in part
    bounds = part["at_least" if at_least else "at_most"]
    sides = {
        side: {
            "value": values[side],
            "bound": bound,
            "met": values[side] >= bound if at_least else values[side] <= bound,
        }
        for side, bound in bounds.items()
    }
    return {"label": part.get("label", ""), "at_least": at_least, "sides": sides}


def line(rows):
    """Return the last line of a run."""
    return f"{sum(row['met'] for row in rows)} of {len(rows)} goals met"
