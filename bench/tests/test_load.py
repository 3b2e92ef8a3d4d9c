"""What the tools print is read as it is meant."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from bench import load, rounds
from bench.process_tree import cpu_of_children, cpu_seconds
from bench.statements import summed

IDLE = [sys.executable, "-c", "import time; time.sleep(10)"]
BUSY = [sys.executable, "-c", "import time\nwhile time.process_time() < 0.3: pass"]
FOUND = {"requests": 30, "seconds": 2.0, "p50": 0.001, "p99": 0.02, "refused": 0, "broken": 0}
SERVER = SimpleNamespace(url="http://site", process=SimpleNamespace(pid=os.getpid()))
SUBJECT = rounds.Subject("a page", "a side", SERVER, "paths", 1)
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


def test_what_wrk_ends_with_is_read():
    assert load.of_wrk(f"Running 1m test\n  2 requests in 2s\n\n{json.dumps(FOUND)}\n") == FOUND


def test_wrk_that_found_nothing_is_an_error():
    with pytest.raises(RuntimeError, match="unable to connect"):
        load.of_wrk("unable to connect to 127.0.0.1:1 Connection refused\n")


def test_what_oha_prints_is_read_without_what_its_end_cut_off():
    assert load.of_oha(json.dumps(OHA)) == FOUND | {"requests": 33, "refused": 2, "broken": 3}


@pytest.mark.parametrize("problem", [{"refused": 1}, {"broken": 1}, {"requests": 0}])
def test_a_load_with_an_error_is_none(problem, monkeypatch):
    monkeypatch.setattr(load, "tool", lambda: "wrk")
    monkeypatch.setattr(load, "with_wrk", lambda *_, good: FOUND | problem)
    with pytest.raises(RuntimeError, match="http://site"):
        load.load("http://site", "paths", 1)


def test_a_load_that_is_not_good_gives_nothing(monkeypatch):
    monkeypatch.setattr(load, "tool", lambda: "wrk")
    monkeypatch.setattr(load, "with_wrk", lambda *_, good: FOUND if good() else None)
    assert load.load("http://site", "paths", 1, good=lambda: False) is None


@pytest.mark.parametrize(
    ("spent", "good"),
    [
        ({1: 3.0, 2: 2.0}, True),
        ({1: 4.0, 2: 1.0}, False),
        ({1: 4.0, 2: 0.0}, False),
        ({}, True),  # a server that has ended: the load tells what was wrong
    ],
)
def test_a_load_is_good_where_both_processes_work(spent, good, monkeypatch):
    monkeypatch.setattr(rounds, "cpu_of_children", lambda pid: spent)
    assert SUBJECT.is_good({1: 0.5}, attempt=1) == good
    assert SUBJECT.is_good({1: 0.5}, attempt=rounds.ATTEMPTS)


def test_a_load_is_begun_anew_until_it_is_good(monkeypatch):
    answers = load.Answers(30, 2.0, 0.001, 0.02)
    given = iter([None, None, answers])
    monkeypatch.setattr(rounds, "load", lambda *_: next(given))
    assert SUBJECT.load(1, seed=1) == (answers, [pytest.approx(0, abs=0.2)] * 2)


def test_each_execution_counts_and_all_of_its_time():
    assert summed(LOG.splitlines(), "site") == (2, 1.0)


def test_the_time_of_children_counts_also_after_their_end():
    before = cpu_seconds(os.getpid())
    subprocess.run(BUSY, check=True)  # noqa: S603
    assert cpu_seconds(os.getpid()) - before >= 0.2


def test_each_child_has_its_own_time():
    with subprocess.Popen(IDLE) as idle, subprocess.Popen(BUSY) as busy:  # noqa: S603
        os.waitid(os.P_PID, busy.pid, os.WEXITED | os.WNOWAIT)  # it stays in /proc
        found = cpu_of_children(os.getpid())
        idle.terminate()
    assert found[idle.pid] < 0.2 < found[busy.pid]


def test_the_time_of_strangers_does_not_count():
    with subprocess.Popen(IDLE) as child:  # noqa: S603
        assert cpu_seconds(child.pid) < cpu_seconds(os.getpid())
        child.terminate()
