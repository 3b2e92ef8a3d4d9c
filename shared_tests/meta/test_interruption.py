"""A signal that ends a launcher or a test run also ends the processes that it started."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from runner import signals
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
    """Return a folder that the user of PostgreSQL can read, too."""
    with tempfile.TemporaryDirectory(prefix="launched") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def find_processes(folder):
    """Return the ids of the processes with a folder in their environment or command."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            description = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
        except OSError:  # it has ended, or belongs to another user
            continue
        if str(folder).encode() in description:
            found.append(int(process.name))
    return found


def wait_until(condition, launcher=None):
    """Return once a condition is true; fail after 200 seconds."""
    deadline = time.monotonic() + 200
    while not condition():
        assert time.monotonic() < deadline
        assert launcher is None or launcher.poll() is None, launcher.communicate()
        time.sleep(0.1)


def launch(folder, *command, **more_variables):
    """Start a launcher in a new process group, with `folder` for all files that it creates."""
    variables = {"DATA_DIR": str(folder / "data"), "TMPDIR": str(folder)} | more_variables
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=os.environ | variables, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        preexec_fn=restore_signals,
    )  # fmt: skip


def restore_signals():
    """Handle SIGHUP again, which `nohup make test` ignores."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def launch_all(folder):
    """Start the launcher of `make run`; return it and the ports once all servers start."""
    ports = {table["port_variable"]: str(free_port()) for table in TABLES}
    launcher = launch(folder, "-m", "runner.serve", **ports)
    wait_until(lambda: len(find_processes(folder)) > len(TABLES), launcher)
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
    assert find_processes(folder) == []
    for port in ports:
        assert_free(port)


def test_repeated_ctrl_c_ends_running_servers(folder):
    launcher, ports = launch_all(folder)
    output = ""
    while "Press Ctrl-C to stop" not in output:
        output += launcher.stdout.readline()
        assert launcher.poll() is None, output
    for _ in range(3):
        os.killpg(launcher.pid, signal.SIGINT)
        time.sleep(0.2)
    assert "Traceback" not in launcher.communicate()[0]
    assert find_processes(folder) == []
    for port in ports:
        assert_free(port)


def test_a_command_does_not_start_if_its_launcher_was_killed_before():
    prefix = signals.ended_with_parent()
    if not prefix:
        pytest.skip("setpriv is not installed")
    assert subprocess.run([*prefix, "echo", "started"], capture_output=True).stdout
    ended = subprocess.run([*prefix[:-1], "0", "echo", "started"], capture_output=True)
    assert (ended.returncode, ended.stdout) == (1, b"")


def test_the_servers_of_a_killed_launcher_end(folder):
    launcher, _ = launch_all(folder)
    launcher.kill()
    launcher.communicate()
    wait_until(lambda: find_processes(folder) == [])


def launch_slow_test(folder, *options):
    """Start a test run with a PostgreSQL; return it once a test has started servers, too."""
    test = folder / "test_slow.py"
    started = folder / "started"
    test.write_text(SLOW_TEST.format(started=str(started)), encoding="utf-8")
    parameters = {"root": str(ROOT), "test": str(test), "folder": str(folder), "options": options}
    launcher = launch(folder, "-c", RUN.format(**parameters))
    wait_until(started.exists, launcher)
    return launcher


def test_the_servers_of_a_killed_test_run_end(folder):
    if not signals.ended_with_parent():
        pytest.skip("setpriv is not installed")
    launcher = launch_slow_test(folder)
    launcher.kill()
    wait_until(lambda: find_processes(folder) == [])
    launcher.communicate()


@pytest.mark.parametrize(
    ("number", "options"), [(signal.SIGINT, []), (signal.SIGHUP, []), (signal.SIGTERM, ["-n2"])]
)
def test_a_signal_ends_a_test_run_and_its_servers(folder, number, options):
    launcher = launch_slow_test(folder, *options)
    is_of_terminal = number == signal.SIGINT  # a terminal signals the whole group
    for _ in range(3):
        os.killpg(launcher.pid, number) if is_of_terminal else launcher.send_signal(number)
        time.sleep(0.2)
    output, _ = launcher.communicate()
    wait_until(lambda: find_processes(folder) == [])
    assert [path.name for path in folder.glob("*/") if path.name.startswith(("tmp", "pg"))] == [], (
        output
    )
