"""The steps of the walk-through are small, and the same in all trees."""

import pytest

from shared_tests.repository.test_contract import TREES, text

MOST = 40  # lines


def steps(tree):
    return sorted((tree / "walkthrough").glob("step[0-9]*.py"))


def test_all_trees_have_the_same_steps():
    first, *others = [[path.name for path in steps(tree)] for tree in TREES]
    assert len(first) >= 8
    assert all(names == first for names in others)


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_a_step_has_at_most_40_lines(tree):
    lengths = {path.name: len(text(path).splitlines()) for path in steps(tree)}
    assert {name: length for name, length in lengths.items() if length > MOST} == {}


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_every_step_is_named_in_the_order_of_the_steps(tree):
    listed = text(tree / "walkthrough" / "steps.py")
    places = [listed.find(f'"{path.name}"') for path in steps(tree)]
    names = [path.name for path in steps(tree)]
    in_order = [name for _, name in sorted(zip(places, names, strict=True))]
    assert -1 not in places
    assert in_order == sorted(names, key=lambda name: int(name.partition("_")[0][len("step") :]))
