"""The targets of targets.toml, and whether the results of a run meet them."""

import tomllib
from pathlib import Path

REPEATED = 0.05  # of a value
TARGETS = Path(__file__).with_name("targets.toml")


def load():
    return tomllib.loads(TARGETS.read_text(encoding="utf-8"))["target"]


def check(targets, results, users, spreads):
    """Return the targets with what was found for each part and implementation, and `met`.

    `spreads` has the spread between the rounds, for the results that have rounds.
    """
    rows = []
    for target in targets:
        parts = [
            check_part(part, results[part["result"]], spreads.get(part["result"], {}))
            for part in target["parts"]
        ]
        met = all(each["met"] for part in parts for each in part["implementations"].values())
        text = target["text"].format(users=f"{users:,}")
        rows.append({"number": target["number"], "text": text, "met": met, "parts": parts})
    return rows


def check_part(part, values, spreads):
    """Return a part with the value, the spread, the bound and `met` of each implementation.

    The spread is None if the rounds repeat the value to within REPEATED.
    """
    at_least = "at_least" in part
    bounds = part["at_least" if at_least else "at_most"]
    implementations = {
        name: {
            "value": values[name],
            "spread": spreads[name] if spreads.get(name, 0) > REPEATED else None,
            "bound": bound,
            "met": values[name] >= bound if at_least else values[name] <= bound,
        }
        for name, bound in bounds.items()
    }
    return {
        "label": part.get("label", ""), "at_least": at_least, "implementations": implementations,
    }  # fmt: skip


def summary(rows):
    """Return the last lines of a run."""
    met = f"{sum(row['met'] for row in rows)} of {len(rows)} targets met"
    parts = [part["implementations"].values() for row in rows for part in row["parts"]]
    marked = sum(each["spread"] is not None for part in parts for each in part)
    if not marked:
        return met
    return (
        f"{met}\nMarked with ±, because their rounds differ by more than {REPEATED:.0%}: {marked} "
        "values. Another run will differ, too: repeat it on a quiet machine."
    )
