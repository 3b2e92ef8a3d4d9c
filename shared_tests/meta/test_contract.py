"""SPEC.md, the tests and the code name the same requirements."""

import re

import pytest

from runner.process import ROOT
from shared_tests.meta.source_files import TREES, sources, text
from shared_tests.support import spec

SUITE = sorted(
    path
    for path in (ROOT / "shared_tests").rglob("test_*.py")
    if not {".venv", "meta"} & set(path.parts)
)


def test_requirement_ids_are_unique():
    names = spec.requirements()
    assert len(names) > 60
    assert sorted(names) == sorted(set(names))


def test_every_requirement_has_a_test_and_every_test_a_requirement():
    marks = re.findall(r"mark\.spec\(([^)]*)\)", "".join(text(path) for path in SUITE))
    tested = {name for mark in marks for name in re.findall(spec.NAME, mark)}
    untested = set(spec.requirements()) - tested
    assert not untested, f"no test has the mark @pytest.mark.spec of {sorted(untested)}"
    unknown = tested - set(spec.requirements())
    assert not unknown, f"a test has a mark of {sorted(unknown)}, which SPEC.md does not have"


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_the_code_names_only_existing_requirements(tree):
    named = set()
    for path in sources(tree, ".py", ".sh"):
        named |= set(re.findall(rf"\b{spec.NAME}\b", text(path)))
    assert named
    assert named - {"UTF-8"} <= set(spec.requirements())


@pytest.mark.parametrize("path", SUITE, ids=lambda path: path.name)
def test_no_test_names_an_implementation(path):
    names = [tree.name.removesuffix("_impl") for tree in TREES]
    assert not re.search("|".join(names), text(path), re.IGNORECASE)


def test_no_module_of_the_suite_names_an_implementation():
    names = "|".join(tree.name.removesuffix("_impl") for tree in TREES)
    others = [
        path for path in sorted((ROOT / "shared_tests").rglob("*.py")) if ".venv" not in path.parts
    ]
    assert [path.name for path in others if re.search(names, text(path), re.IGNORECASE)] == []
