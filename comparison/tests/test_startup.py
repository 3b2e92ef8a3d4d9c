"""Each side's start is cut into steps, of which none counts what happens in another."""

import time

import pytest

from comparison.exchange import servers
from comparison.measure import startup
from comparison.measure.startup_steps.steps import Steps
from comparison.model.source_refs import SIDES
from shared_tests.launchers.process import compared

INNER = 0.02  # seconds


@pytest.fixture(scope="module")
def processes(tmp_path_factory):
    """A process of each side, with a database that is up to date."""
    made = servers.processes(tmp_path_factory.mktemp("startup"))
    for side, process in made.items():
        startup.checked(process.run(*compared()[side]["migrate"]))
    return made


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("way", startup.WAYS, ids=lambda way: way[0])
def test_a_start_is_cut_into_steps(processes, side, way):
    found = startup.steps(processes[side], side, *way)
    assert {"import of the framework", "template engine"} <= {*found}
    assert list(found)[-1] == ("the request itself" if way[0] == "serve" else "the command itself")
    assert min(seconds for seconds, _ in found.values()) >= 0
    assert sum(modules for _, modules in found.values()) > 500


def test_a_step_counts_nothing_of_those_within_it_and_comes_after_them():
    steps = Steps("all", time.monotonic())
    steps.watch(time, "sleep", "inner")
    try:
        with steps.step("outer"):
            time.sleep(INNER)
    finally:
        time.sleep = time.sleep.__wrapped__
    assert steps.ended == ["all", "inner", "outer"]
    assert steps.taken["inner"][0] >= INNER
    assert steps.taken["outer"][0] < steps.taken["inner"][0]


def test_a_start_that_fails_is_told(processes):
    side, process = next(iter(processes.items()))
    with pytest.raises(RuntimeError, match="404"):
        startup.steps(process, side, "serve", "/nothing/")


def test_the_table_ends_with_all_of_it(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    out = startup.console()
    out.print(startup.table_of("flask", {"one": (0.3, 7), "two": (0.1, 3)}))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["one", "300", "75", "%", "7"] in lines
    assert ["total", "400", "100", "%", "10"] in lines
