"""The results of a test run are stored, and can be printed later."""

from datetime import UTC, datetime

import pytest

from runner import report, results
from shared_tests.support import spec


def make_outcome(*requirements, outcome="passed"):
    return {"requirements": [*requirements], "outcome": outcome, "seconds": 0.1}


STAGES = [
    {"tests": {"test_a": make_outcome("HOME-1")}},
    {"tests": {"test_b": make_outcome("HOME-2", "PROFILE-1", outcome="failed")}},
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path


def test_a_stored_run_can_be_read(folder):
    results.keep("mine", "url", STAGES)
    run = results.read(folder)["mine"]
    assert run["how"] == "url"
    assert run["stages"] == 2
    assert run["versions"].keys() == {"python"}
    assert run["tests"].keys() == {"test_a", "test_b"}


def test_implementations_come_first_with_the_version_of_their_framework(folder):
    first = next(iter(results.implementations()))
    for name in ("a", first):
        results.keep(name, "local", STAGES)
    runs = results.read(folder)
    assert [*runs] == [first, "a"]
    assert runs[first]["versions"].keys() == {"python", first}


def test_a_results_folder_that_cannot_be_created_raises_no_error(folder, capsys):
    (folder / "results").touch()
    results.keep("mine", "url", STAGES)
    assert "not stored" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("time", "age"),
    [("12:00:59", "just now"), ("12:01:00", "1 minute ago"), ("15:59:00", "3 hours ago")],
)
def test_the_age_of_a_run_is_shown(time, age):
    now = datetime.fromisoformat(f"2026-11-22T{time}+00:00").astimezone(UTC)
    assert results.age({"when": "2026-11-22T12:00:00Z"}, now) == age


def test_a_failure_is_shown_with_the_response_of_an_implementation_that_passes():
    exchanges = ["> GET /\n< 200 OK\n{}", "> POST /{}\n< 302 Found", "> GET /more\n< 200 OK"]
    tests = {
        name: {"outcome": outcome, "exchange": "\n\n".join(exchanges[:number]).format(name, name)}
        for name, outcome, number in (("one", "failed", 2), ("two", "passed", 3))
    }
    shown = report.compare_responses([(name, {"test_a": tests[name]}) for name in tests])
    assert shown == (
        "test_a\n\none failed here:\n\n> POST /one\n< 302 Found\n\n"
        "two passed:\n\n> POST /two\n< 302 Found"
    )
    assert report.compare_responses([("two", {"test_a": tests["two"]})]) == ""


def test_the_table_of_stored_results_is_printed_by_group(folder, capsys):
    results.keep("mine", "url", STAGES)
    report.main()
    lines = capsys.readouterr().out.splitlines()
    groups = {line.split("  ")[0]: line.split("  ")[-1].strip() for line in lines}
    assert groups["HOME"] == "1 failed, 1 passed"
    assert groups["PROFILE"] == "1 failed"
    assert len(groups) > len({spec.group(name) for name in spec.requirements()})
    assert lines[-1].startswith("mine: just now (")


def test_the_command_to_run_is_printed_without_stored_results(folder, capsys):
    with pytest.raises(SystemExit) as end:
        report.main()
    assert end.value.code == 2
    assert "make test" in capsys.readouterr().err
