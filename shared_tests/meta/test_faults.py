"""The faults of `faults/` apply to the trees, and break requirements of SPEC.md."""

import ast
import shutil

import pytest

from runner.faults import KINDS, read_faults
from runner.process import ROOT, compared
from shared_tests.support import spec

FAULTS = read_faults()
OTHER_TARGETS = (
    "SCALE-",
    "SWARM-",
    "SHARE-",
)  # groups of several servers, and of both on one database


@pytest.mark.parametrize("name", FAULTS)
def test_fault_changes_one_place_of_a_file_that_still_parses(name, tmp_path):
    fault = FAULTS[name]
    file = tmp_path / fault.file
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / compared()[fault.implementation]["tree"] / fault.file, file)
    fault.apply(tmp_path)
    if file.suffix == ".py":
        ast.parse(file.read_text(encoding="utf-8"))


def test_each_requirement_is_broken_by_a_fault_on_both_sides():
    broken = {(fault.requirement, fault.implementation) for fault in FAULTS.values()}
    missing = {
        (requirement, name)
        for requirement in spec.requirements()
        if not requirement.startswith(OTHER_TARGETS)
        for name in compared()
    } - broken
    assert not missing, f"no fault breaks {sorted(missing)}"


@pytest.mark.parametrize("name", FAULTS)
def test_fault_breaks_a_requirement_and_has_a_kind_and_a_sentence(name):
    fault = FAULTS[name]
    assert fault.requirement in spec.requirements()
    assert fault.kind in KINDS
    assert fault.description.endswith(".")
    assert fault.old != fault.new


def test_fault_that_does_not_apply_is_an_error(tmp_path):
    fault = next(iter(FAULTS.values()))
    (tmp_path / fault.file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / fault.file).write_text(fault.old * 2, encoding="utf-8")
    with pytest.raises(ValueError, match="occurs more than once"):
        fault.apply(tmp_path)
    (tmp_path / fault.file).unlink()
    with pytest.raises(ValueError, match="does not occur"):
        fault.apply(tmp_path)
