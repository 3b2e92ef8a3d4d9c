"""The start of each implementation is measured in steps."""

import inspect
import time

import pytest

from comparison.exchange import servers
from comparison.measure import startup
from comparison.measure.startup_steps.steps import Steps
from comparison.model.source_refs import IMPLEMENTATIONS
from runner.process import compared

pytestmark = [pytest.mark.slow, pytest.mark.process]

INNER = 0.02  # seconds


@pytest.fixture(scope="module")
def processes(tmp_path_factory):
    """A process of each implementation, with a migrated database."""
    created = servers.create_processes(tmp_path_factory.mktemp("startup"))
    for implementation, process in created.items():
        startup.check_exit_status(process.run(*compared()[implementation]["migrate"]))
    return created


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@pytest.mark.parametrize("mode", startup.MODES, ids=lambda mode: mode[0])
def test_a_start_has_steps(processes, implementation, mode):
    found = startup.measure_steps(processes[implementation], implementation, *mode)
    assert {"import of the framework", "template engine"} <= {*found}
    assert list(found)[-1] == ("the request itself" if mode[0] == "serve" else "the command itself")
    assert min(seconds for seconds, _ in found.values()) >= 0
    assert sum(modules for _, modules in found.values()) > 500


def test_a_step_excludes_inner_steps_and_ends_after_them():
    steps = Steps("all", time.monotonic())
    steps.watch(time, "sleep", "inner")
    try:
        with steps.step("outer"):
            time.sleep(INNER)
    finally:
        time.sleep = inspect.unwrap(time.sleep)
    assert steps.finished == ["all", "inner", "outer"]
    assert steps.totals["inner"][0] >= INNER
    assert steps.totals["outer"][0] < steps.totals["inner"][0]


def test_a_failed_start_is_an_error(processes):
    implementation, process = next(iter(processes.items()))
    with pytest.raises(RuntimeError, match="404"):
        startup.measure_steps(process, implementation, "serve", "/nothing/")


def test_the_table_ends_with_the_total(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    out = startup.console()
    out.print(startup.steps_table("flask", {"one": (0.3, 7), "two": (0.1, 3)}))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["one", "300", "75", "%", "7"] in lines
    assert ["total", "400", "100", "%", "10"] in lines
