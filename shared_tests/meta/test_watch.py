"""Tests run again after a change to a source file."""

import pytest

from runner import watch


class StopRun(Exception):
    """Ends the second run."""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "staticfiles").mkdir()
    (tmp_path / "views.py").touch()
    return tmp_path


def test_a_change_runs_the_tests_again(folder, capsys):
    runs = []

    def run():
        runs.append(1)
        if len(runs) == 2:
            raise StopRun
        for name in ("staticfiles/style.css", "views.pyc", "views.py"):
            (folder / name).write_text("changed", encoding="utf-8")

    with pytest.raises(StopRun):
        watch.run_on_changes([folder], run)
    assert capsys.readouterr().out == "\nChanged: views.py\n"
