"""A command that a launcher runs ends with all processes that it has started."""

import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from runner import command

SLEEPING = ["sh", "-c", "sleep 1000 & echo $! && wait"]


def wait_until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_output_and_the_exit_status_are_returned():
    done = command.run(["sh", "-c", "cat; echo ü >&2; exit 3"], stdin="ö\n")
    assert (done.returncode, done.stdout, done.stderr) == (3, "ö\n", "ü\n")


def test_a_command_that_takes_too_long_is_killed_with_its_children():
    with pytest.raises(subprocess.TimeoutExpired) as caught:
        command.run(SLEEPING, seconds=2)
    child = int(caught.value.output)
    wait_until(lambda: not is_running(child))


def is_running(pid):
    """Return whether a process runs, and is no zombie that waits for its parent."""
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return bool(shown.stdout.strip()) and not shown.stdout.startswith("Z")


def test_the_commands_of_other_threads_are_killed():
    with ThreadPoolExecutor() as executor, command.ending():
        done = executor.submit(command.run, SLEEPING)
        wait_until(lambda: command.running)
    assert done.result().returncode == -signal.SIGKILL
    assert command.running == set()


def test_a_command_gets_sigterm_at_an_interruption(monkeypatch):
    prefix = command.ended_with_parent()
    monkeypatch.setattr(command, "ended_with_parent", lambda: prefix)
    monkeypatch.setattr(command.subprocess, "Popen", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        command.status(["sh", "-c", "trap 'exit 7' TERM; echo $$; while :; do sleep 0.1; done"])
    Interrupted.last.stdout.close()
    assert Interrupted.last.returncode == 7


class Interrupted(subprocess.Popen):
    """A process; the first wait for it is interrupted once it has written a line."""

    last: "Interrupted"

    def __init__(self, arguments, **options):
        super().__init__(arguments, stdout=subprocess.PIPE, **options)
        Interrupted.last, self.was_interrupted = self, False

    def wait(self, timeout=None):
        if not self.was_interrupted:
            self.was_interrupted = bool(self.stdout.readline())
            raise KeyboardInterrupt
        return super().wait(timeout)
