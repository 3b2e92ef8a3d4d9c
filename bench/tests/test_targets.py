"""The results of a run, its targets, and its tables and plots."""

from io import StringIO

import pytest
from rich.console import Console

from bench import plots, report, targets, tunings
from bench.results import compute_results, compute_rounds, spread, summarize
from runner.process import compared

TARGET = {"number": 1, "text": "with {users} users", "parts": [{"result": "r"}]}


def check(bounds, values, **spreads):
    target = TARGET | {"parts": [{"result": "r"} | bounds]}
    return targets.check([target], {"r": values}, 1000, {"r": spreads})


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
def test_a_target_is_met_by_a_value_within_its_bound(bounds, value, met):
    (row,) = check(bounds, {"a": value})
    assert row["met"] is met
    assert row["text"] == "with 1,000 users"


def test_a_target_is_missed_if_one_implementation_misses_it():
    (row,) = check({"at_most": {"a": 1, "b": 2}}, {"a": 1, "b": 2.1})
    assert [each["met"] for each in row["parts"][0]["implementations"].values()] == [True, False]
    assert targets.summary([row, row | {"met": True}]) == "1 of 2 targets met"


def test_every_target_has_a_result_and_a_bound_for_every_implementation(found):
    results = compute_results(found)
    loaded = targets.load()
    assert [target["number"] for target in loaded] == [*range(1, len(loaded) + 1)]
    for part in [part for target in loaded for part in target["parts"]]:
        (bounds,) = [part[key] for key in ("at_least", "at_most") if key in part]
        assert list(bounds) == list(compared())
        assert part["result"] in results


def test_a_ratio_is_the_median_of_the_ratios_of_each_round(found):
    assert compute_results(found)["rate_by_pk"] == {"django": 0.25, "flask": 0.1}
    assert compute_results(found)["p99_during_logins"] == {"django": 1, "flask": pytest.approx(0.4)}


def test_a_value_whose_rounds_differ_by_more_than_5_percent_is_marked():
    (row,) = check({"at_most": {"a": 3, "b": 3}}, {"a": 1, "b": 2}, a=0.05, b=0.061)
    marked = "| with 1,000 users | 1.00 | 2.00 ±6% | ≤ 3 |"
    assert marked in report.markdown([row], ["a", "b"])
    assert "Marked with ±" in targets.summary([row])
    (row,) = check({"at_most": {"a": 3}}, {"a": 1}, a=0.01)
    assert "±" not in targets.summary([row])


def test_the_spread_of_rounds_leaves_out_the_lowest_and_the_highest():
    assert spread([1.0, 0.97, 7.0, 1.04, 0.1]) == pytest.approx(0.04)


def test_the_spread_is_that_of_the_ratios_of_the_rounds(found):
    rounds = compute_rounds(found)
    assert rounds["rate_by_pk"]["flask"] == [0.2, 0.1, 0.05]
    assert summarize(rounds, max)["rate_by_pk"] == {"django": 0.5, "flask": 0.2}


def test_startup_and_memory_are_ratios_of_medians(found):
    assert compute_results(found)["start"] == {"django": 1, "flask": 2}
    assert compute_results(found)["memory"] == {"django": 1.3, "flask": 2}


def test_a_run_is_reported_with_every_target(found):
    rows = targets.check(targets.load(), compute_results(found), found["users"], {})
    output = StringIO()
    console = Console(width=120, file=output)
    console.print(report.targets_table(rows, found["implementations"]))
    console.print(report.samples_table(found), report.costs_table(found))
    text = output.getvalue()
    assert all(row["text"][:30] in text for row in rows)
    assert "flask 4.00 2.00 0 2.00" in " ".join(text.split())
    assert "100,000 users" in text
    assert ": by pk | 1.00 | 2.00 | ≤ 1 |" in report.markdown(rows, found["implementations"])


@pytest.mark.slow
def test_a_run_is_plotted(found, tmp_path):
    folder = plots.draw(found | {"tunings": tunings.compute(found)}, tmp_path / "plots")
    assert all(each.read_text().startswith("<?xml") for each in folder.iterdir())
    assert {each.stem for each in folder.iterdir()} == {*dict(plots.DRAWN)}
