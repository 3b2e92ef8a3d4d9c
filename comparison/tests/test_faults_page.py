"""The page of the faults, and the record of their last whole run."""

import json

import pytest

from comparison.measure import record
from comparison.model import recorded, test_results
from comparison.site import faults_page
from comparison.site.diff_hunks import changed_lines
from comparison.site.environment import create_environment, render
from runner.faults import read_faults

FAULTS = read_faults()
NAMES = [*FAULTS]


def create_run(*results):
    """Return the results of a run with a result for each of the first faults."""
    faults = {
        name: {"requirement": FAULTS[name].requirement, "message": "", "seconds": 60} | result
        for name, result in zip(NAMES, results, strict=False)
    }
    return {"when": "2026-01-02T03:04:05Z", "faults": faults}


def noticed(name, stage):
    """Return the result of a fault that a test of its requirement notices."""
    test = test_results.tests_for(FAULTS[name].requirement)[0].id
    return {"stage": stage, "test": f"{test}[<b>]", "message": "assert '<p>' == 1"}


def rendered(folder, run):
    """Return the page for a run as HTML."""
    (folder / "faults.json").write_text(json.dumps(run), encoding="utf-8")
    ((path, template, context),) = faults_page.pages(folder)
    return render(create_environment(), path, template, context)


def test_noticed_fault_links_its_requirement_its_test_and_its_file(tmp_path):
    result = noticed(NAMES[0], "requirement")
    page, fault = rendered(tmp_path, create_run(result)), FAULTS[NAMES[0]]
    assert "1 of 1 faults were noticed by a test, 1 of them by a test of the requirement" in page
    assert f'href="contract.html#{fault.requirement}"' in page
    file, _, name = result["test"].removesuffix("[<b>]").partition("::")
    assert f'href="tests/{file.removeprefix("shared_tests/")}.html#{name}"' in page
    assert f'href="files/{fault.file}.html#{fault.implementation}-L' in page
    assert "(&lt;b&gt;)" in page
    assert "assert &#39;&lt;p&gt;&#39; == 1" in page
    assert f"{len(FAULTS) - 1} faults are newer than the run" in page


def test_fault_that_no_test_notices_comes_first(tmp_path):
    survivor = FAULTS[NAMES[2]]
    results = [noticed(name, "requirement") for name in NAMES[:2]]
    page = rendered(tmp_path, create_run(*results, {"stage": "", "test": ""}))
    assert "2 of 3 faults were noticed" in page
    first, other = (page.index(f'id="{FAULTS[name].entry}"') for name in (NAMES[2], NAMES[0]))
    assert page.index('id="not-noticed"') < first < other
    assert f'data-kind="{survivor.kind}"' in page[first:other]
    assert 'data-outcome="not noticed"' in page[first:other]
    assert "<details open>" in page[first:other]


@pytest.mark.parametrize(
    ("stage", "own", "outcome"),
    [
        ("requirement", True, "noticed"),
        ("browser", True, "noticed"),
        ("browser", False, "noticed by another test"),
        ("suite", False, "noticed by another test"),
    ],
)
def test_outcome_depends_on_the_requirements_of_the_test(tmp_path, stage, own, outcome):
    requirement = FAULTS[NAMES[0]].requirement
    other = next(test for test in test_results.tests() if requirement not in test.requirements)
    result = noticed(NAMES[0], stage) | ({} if own else {"test": other.id})
    page = rendered(tmp_path, create_run(result))
    assert f'data-outcome="{outcome}"' in page


def test_all_changes_remove_or_add_lines():
    for fault in FAULTS.values():
        lines = changed_lines(fault)
        changed = {kind for kind, _ in lines} - {"same"}
        assert changed, fault.name
        assert changed <= {"removed", "added"}, fault.name
        assert len(lines) < 40, fault.name


@pytest.mark.parametrize("is_new", [True, False])
def test_record_has_the_last_whole_run_of_the_faults(data_dir, tmp_path, monkeypatch, is_new):
    target = tmp_path / "recorded"
    for module in (record, recorded):
        monkeypatch.setattr(module, "RECORDED", target)
    target.mkdir()
    before = create_run(noticed(NAMES[0], "requirement")) | {"commit": "before"}
    (target / "faults.json").write_text(json.dumps(before), encoding="utf-8")
    (target / "newest.json").write_text('{"when": "before"}', encoding="utf-8")
    for name in record.FILES:
        (data_dir / name).write_text('{"tests": {}}', encoding="utf-8")
    if is_new:
        (data_dir / "faults.json").write_text(json.dumps(create_run()), encoding="utf-8")
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    record.main()
    stored = json.loads((target / "faults.json").read_text(encoding="utf-8"))
    assert stored["commit"] == (record.read_commit() if is_new else "before")
    assert stored["faults"] == ({} if is_new else before["faults"])
    newest = json.loads((target / "newest.json").read_text(encoding="utf-8"))
    assert newest["when"] == "before"
