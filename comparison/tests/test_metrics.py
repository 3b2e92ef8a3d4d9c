"""The numbers of the site: which implementation is ahead, by how much, and from which source."""

import pytest

from comparison.measure import metrics
from comparison.measure.metrics import Metric
from comparison.model.line_count import count_by_area
from comparison.model.source_refs import IMPLEMENTATIONS

FIRST, SECOND = IMPLEMENTATIONS


def metric(first, second, **options):
    return Metric("key", "group", "label", "ms", {FIRST: first, SECOND: second}, **options)


@pytest.mark.parametrize(
    ("first", "second", "ahead", "distance"),
    [
        (100, 103, None, 0),
        (100, 120, FIRST, 1),
        (100, 150, FIRST, 2),
        (100, 300, FIRST, 3),
        (100, 60, SECOND, 2),
        (0, 0, None, 0),
    ],
)
def test_the_lower_number_is_ahead_if_they_differ_by_more_than_five_percent(
    first, second, ahead, distance
):
    assert metric(first, second).ahead == ahead
    assert metric(first, second).distance == distance


def test_the_higher_rate_is_ahead():
    assert metric(100, 200, higher_is_better=True).ahead == SECOND


def test_the_geometric_mean_leaves_out_numbers_without_a_ratio():
    assert metrics.geometric_mean([metric(1, 2), metric(1, 8), metric(0, 5)]) == pytest.approx(4)
    assert metrics.geometric_mean([metric(0, 1)]) is None


def test_lines_of_code_leave_out_migrations_and_tests():
    found = {each.key: each for each in metrics.lines()}
    areas = count_by_area()
    for name in IMPLEMENTATIONS:
        counted = sum(found[f"lines_{key}"].values[name] for key in ("code", "migrations", "tests"))
        assert counted == sum(counts[name]["python"] for counts in areas.values())
        assert found["lines_migrations"].values[name] == areas["migrations"][name]["python"] > 0


def test_keys_are_unique(tmp_path):
    keys = [each.key for each in metrics.load(tmp_path)]
    assert len(keys) == len(set(keys))
