"""Whatever ends a launcher or a run of tests ends all that it has started."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from runner.process import ROOT, free_port, implementations
from runner.static_server import SITE

TABLES = [SITE, *implementations().values()]
SLOW_TEST = """
import time
import pytest

@pytest.mark.spec("RUN-1")
@pytest.mark.parametrize("number", [1, 2])
def test_slow(process, number):
    process().start("sleep", "1000")
    process().start("sleep", "1000")
    open({started!r}, "a").close()
    time.sleep(1000)
"""
RUN = """
import json, sys, tempfile
sys.path.insert(0, {root!r})
from runner import postgresql, process, run_suite, signals

with signals.exiting(), tempfile.TemporaryDirectory() as folder, postgresql.cluster():
    table = next(iter(process.implementations().values()))
    target = dict(name="", url="http://none", demo_password="", admin_password="", implementation=table)
    described = run_suite.describe(target, folder)
    options = ["-pshared_tests.conftest", "--basetemp", {folder!r} + "/pytest", *{options!r}]
    run_suite.run_pytest({test!r}, f"--target={{described}}", *options)
"""


@pytest.fixture
def folder():
    """A folder that PostgreSQL's own user can look into, too."""
    with tempfile.TemporaryDirectory(prefix="launched") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def processes_of(folder):
    """Return the processes that have a folder in their environment or command."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
        except OSError:  # it has ended meanwhile, or is somebody else's
            continue
        if str(folder).encode() in told:
            found.append(int(process.name))
    return found


def wait_until(is_so, launcher=None):
    """Return once something is so; fail if it is not for very long."""
    deadline = time.monotonic() + 200
    while not is_so():
        assert time.monotonic() < deadline
        assert launcher is None or launcher.poll() is None, launcher.communicate()
        time.sleep(0.1)


def launch(folder, *command, **variables):
    """Start a launcher in a group of its own, with a folder of its own for all that it makes."""
    given = {"DATA_DIR": str(folder / "data"), "TMPDIR": str(folder)} | variables
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=os.environ | given, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip


def launch_all(folder):
    """Start `make run`'s launcher; return it, once all servers are on their way, and their ports."""
    ports = {table["port_variable"]: str(free_port()) for table in TABLES}
    launcher = launch(folder, "-m", "runner.serve", **ports)
    wait_until(lambda: len(processes_of(folder)) >= len(TABLES), launcher)
    return launcher, ports.values()


def assert_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", int(port)))


@pytest.mark.parametrize(
    ("number", "times"),
    [(signal.SIGINT, 3), (signal.SIGHUP, 2), (signal.SIGTERM, 1), (signal.SIGQUIT, 1)],
)
def test_a_signal_ends_the_launcher_and_its_servers(folder, number, times):
    launcher, ports = launch_all(folder)
    for _ in range(times):
        os.killpg(launcher.pid, number)
        time.sleep(0.2)
    output, _ = launcher.communicate()
    assert "Traceback" not in output
    assert processes_of(folder) == []
    for port in ports:
        assert_free(port)


def test_ctrl_c_again_and_again_ends_servers_that_serve(folder):
    launcher, ports = launch_all(folder)
    output = ""
    while "Ctrl-C ends all" not in output:
        output += launcher.stdout.readline()
        assert launcher.poll() is None, output
    for _ in range(3):
        os.killpg(launcher.pid, signal.SIGINT)
        time.sleep(0.2)
    assert "Traceback" not in launcher.communicate()[0]
    assert processes_of(folder) == []
    for port in ports:
        assert_free(port)


def test_the_servers_of_a_launcher_that_is_killed_end_too(folder):
    launcher, _ = launch_all(folder)
    launcher.kill()
    launcher.communicate()
    wait_until(lambda: processes_of(folder) == [])


@pytest.mark.parametrize(
    ("number", "options"), [(signal.SIGINT, []), (signal.SIGHUP, []), (signal.SIGTERM, ["-n2"])]
)
def test_a_signal_ends_a_run_of_tests_and_the_servers_of_a_test(folder, number, options):
    test = folder / "test_slow.py"
    started = folder / "started"
    test.write_text(SLOW_TEST.format(started=str(started)), encoding="utf-8")
    given = {"root": str(ROOT), "test": str(test), "folder": str(folder), "options": options}
    launcher = launch(folder, "-c", RUN.format(**given))
    wait_until(started.exists, launcher)
    is_of_terminal = number == signal.SIGINT  # and reaches the group
    for _ in range(3):
        os.killpg(launcher.pid, number) if is_of_terminal else launcher.send_signal(number)
        time.sleep(0.2)
    output, _ = launcher.communicate()
    wait_until(lambda: processes_of(folder) == [])
    assert [path.name for path in folder.glob("*/") if path.name.startswith(("tmp", "pg"))] == [], (
        output
    )
