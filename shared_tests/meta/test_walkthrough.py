"""The steps of the walkthrough are short, and the same in all implementations."""

import pytest

from shared_tests.meta.source_files import TREES, text

MAX_LINES = 45


def steps(tree):
    return sorted((tree / "walkthrough").glob("step[0-9]*.py"))


def test_all_implementations_have_the_same_steps():
    first, *others = [[path.name for path in steps(tree)] for tree in TREES]
    assert len(first) >= 8
    assert all(names == first for names in others)


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_a_step_is_short(tree):
    lengths = {path.name: len(text(path).splitlines()) for path in steps(tree)}
    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_the_steps_are_listed_in_the_order_of_their_numbers(tree):
    listed = text(tree / "walkthrough" / "steps.py")
    names = [path.stem for path in steps(tree)]
    positions = [listed.find(f'"{name}"') for name in names]
    in_order = [name for _, name in sorted(zip(positions, names, strict=True))]
    assert -1 not in positions
    assert in_order == sorted(names, key=lambda name: int(name.partition("_")[0][len("step") :]))
