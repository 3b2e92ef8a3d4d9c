"""The goals are judged by the figures of a run, and a run is told as text and as plots."""

from io import StringIO

import pytest
from rich.console import Console

from bench import goals, plots, report
from bench.figures import figures
from shared_tests.launchers.process import compared

GOAL = {"number": 1, "text": "with {people} people", "parts": [{"figure": "f"}]}


def judged(bounds, values):
    goal = GOAL | {"parts": [{"figure": "f"} | bounds]}
    return goals.judged([goal], {"f": values}, 1000)


@pytest.mark.parametrize(
    ("bounds", "value", "met"),
    [
        ({"at_least": {"a": 0.3}}, 0.3, True),
        ({"at_least": {"a": 0.3}}, 0.29, False),
        ({"at_most": {"a": 3}}, 3, True),
        ({"at_most": {"a": 3}}, 3.01, False),
        ({"at_most": {"a": 3}}, float("nan"), False),
    ],
)
def test_a_goal_is_met_where_the_value_is_within_its_bound(bounds, value, met):
    (row,) = judged(bounds, {"a": value})
    assert row["met"] is met
    assert row["text"] == "with 1,000 people"


def test_a_goal_is_missed_where_one_side_misses_it():
    (row,) = judged({"at_most": {"a": 1, "b": 2}}, {"a": 1, "b": 2.1})
    assert [side["met"] for side in row["parts"][0]["sides"].values()] == [True, False]
    assert goals.line([row, row | {"met": True}]) == "1 of 2 goals met"


def test_every_goal_has_a_figure_and_a_bound_for_every_side(found):
    known = figures(found)
    written = goals.load()
    assert [goal["number"] for goal in written] == [*range(1, len(written) + 1)]
    for part in [part for goal in written for part in goal["parts"]]:
        (bounds,) = [part[key] for key in ("at_least", "at_most") if key in part]
        assert list(bounds) == list(compared())
        assert part["figure"] in known


def test_a_ratio_is_the_median_of_the_ratios_of_each_round(found):
    assert figures(found)["rate_by_pk"] == {"django": 0.25, "flask": 0.1}
    assert figures(found)["p99_during_logins"] == {"django": 1, "flask": pytest.approx(0.4)}


def test_starts_and_memory_are_medians_against_the_floor(found):
    assert figures(found)["start"] == {"django": 1, "flask": 2}
    assert figures(found)["memory"] == {"django": 1.3, "flask": 2}


def test_a_run_is_told_with_every_goal_and_drawn(found, tmp_path):
    rows = goals.judged(goals.load(), figures(found), found["people"])
    console = Console(width=120, file=StringIO())
    console.print(report.goals_table(rows, found["sides"]))
    console.print(report.samples_table(found), report.costs_table(found))
    text = console.file.getvalue()
    assert all(row["text"][:30] in text for row in rows)
    assert "≤ 1.35 / 1.65" in text
    assert "100,000 people" in text
    assert ": by pk | 1.00 | 2.00 | ≤ 1 |" in report.markdown(rows, found["sides"])
    drawn = plots.draw(found, tmp_path / "plots")
    assert all(each.read_text().startswith("<?xml") for each in drawn.iterdir())
    assert {each.stem for each in drawn.iterdir()} == {"rates", "times", "cpu", "costs"}
