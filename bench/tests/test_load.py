"""The output of the load generators, of PostgreSQL and of /proc is parsed correctly."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bench import load, rounds
from bench.process_tree import cpu_seconds, cpu_seconds_by_child
from bench.statements import sum_statements

IDLE = [sys.executable, "-c", "import time; time.sleep(10)"]
BUSY = [sys.executable, "-c", "import time\nwhile time.process_time() < 0.3: pass"]
FOUND = {"requests": 30, "seconds": 2.0, "p50": 0.001, "p99": 0.02, "errors": 0, "broken": 0}
SERVER: Any = SimpleNamespace(url="http://site", process=SimpleNamespace(pid=os.getpid()))
WORKLOAD = rounds.Workload("a page", "django", SERVER, Path("paths"), 1)
OHA = {
    "summary": {"total": 2.0, "requestsPerSec": 16.5},
    "latencyPercentiles": {"p50": 0.001, "p99": 0.02},
    "statusCodeDistribution": {"200": 30, "302": 1, "404": 2},
    "errorDistribution": {"aborted due to deadline": 8, "connection refused": 3},
}
LOG = """\
site LOG:  duration: 0.500 ms  parse _pg3_0: SELECT 1
site LOG:  duration: 0.250 ms  bind _pg3_0: SELECT 1
site LOG:  duration: 0.125 ms  execute _pg3_0: SELECT 1
\twhich goes on with execute on another line
other LOG:  duration: 9.000 ms  execute <unnamed>: SELECT 2
site LOG:  duration: 0.125 ms  statement: ROLLBACK
site LOG:  checkpoint starting: time
"""


def test_the_last_line_of_wrk_is_parsed():
    assert load.parse_wrk(f"Running 1m test\n  2 requests in 2s\n\n{json.dumps(FOUND)}\n") == FOUND


def test_wrk_without_a_result_is_an_error():
    with pytest.raises(RuntimeError, match="unable to connect"):
        load.parse_wrk("unable to connect to 127.0.0.1:1 Connection refused\n")


def test_requests_of_oha_that_its_end_cut_off_are_no_errors():
    assert load.parse_oha(json.dumps(OHA)) == FOUND | {"requests": 33, "errors": 2, "broken": 3}


@pytest.mark.parametrize("problem", [{"errors": 1}, {"broken": 1}, {"requests": 0}])
def test_a_load_with_errors_is_an_error(problem, monkeypatch):
    monkeypatch.setattr(load, "find_tool", lambda: "wrk")
    monkeypatch.setattr(load, "run_wrk", lambda *_, is_balanced: FOUND | problem)
    with pytest.raises(RuntimeError, match="http://site"):
        load.load("http://site", "paths", 1)


def test_a_load_that_is_not_balanced_has_no_result(monkeypatch):
    monkeypatch.setattr(load, "find_tool", lambda: "wrk")
    monkeypatch.setattr(load, "run_wrk", lambda *_, is_balanced: FOUND if is_balanced() else None)
    assert load.load("http://site", "paths", 1, is_balanced=lambda: False) is None


@pytest.mark.parametrize(
    ("spent", "is_balanced"),
    [
        ({1: 3.0, 2: 2.0}, True),
        ({1: 4.0, 2: 1.0}, False),
        ({1: 4.0, 2: 0.0}, False),
        ({}, True),  # a server that has ended: the load raises an error
    ],
)
def test_a_load_is_balanced_if_both_processes_work(spent, is_balanced, monkeypatch):
    monkeypatch.setattr(rounds, "cpu_seconds_by_child", lambda pid: spent)
    assert WORKLOAD.is_balanced({1: 0.5}, attempt=1) == is_balanced
    assert WORKLOAD.is_balanced({1: 0.5}, attempt=rounds.ATTEMPTS)


def test_a_load_is_restarted_until_it_is_balanced(monkeypatch):
    result = load.LoadResult(30, 2.0, 0.001, 0.02)
    attempts = iter([None, None, result])
    monkeypatch.setattr(rounds, "load", lambda *_: next(attempts))
    assert WORKLOAD.load(1, seed=1) == (result, [pytest.approx(0, abs=0.2)] * 2)


def test_each_execution_of_a_statement_counts():
    assert sum_statements(LOG.splitlines(), "site") == (2, 1.0)


def test_the_time_of_ended_children_counts():
    before = cpu_seconds(os.getpid())
    subprocess.run(BUSY, check=True)  # noqa: S603
    assert cpu_seconds(os.getpid()) - before >= 0.2


def test_each_child_has_its_own_time():
    with subprocess.Popen(IDLE) as idle, subprocess.Popen(BUSY) as busy:  # noqa: S603
        os.waitid(os.P_PID, busy.pid, os.WEXITED | os.WNOWAIT)  # it stays in /proc
        found = cpu_seconds_by_child(os.getpid())
        idle.terminate()
    assert found[idle.pid] < 0.2 < found[busy.pid]


def test_the_time_of_other_processes_does_not_count():
    with subprocess.Popen(IDLE) as child:  # noqa: S603
        assert cpu_seconds(child.pid) < cpu_seconds(os.getpid())
        child.terminate()
