"""Commands that end, with all processes that they start. Uses only the standard library."""

import os
import signal
import subprocess
from contextlib import contextmanager, suppress

from runner.signals import ended_with_parent, interruption

running = set()  # the commands of all threads


def run(command, stdin="", seconds=None, **options):
    """Run a command to completion; return the CompletedProcess, with its output as text.

    It is killed after this many seconds, which raises subprocess.TimeoutExpired, and at an interruption.
    """
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8", start_new_session=True, **options,
    ) as process:  # fmt: skip
        running.add(process)
        try:
            output = process.communicate(stdin, timeout=seconds)
        except BaseException:
            kill(process)
            raise
        finally:
            running.discard(process)
    return subprocess.CompletedProcess(command, process.returncode, *output)


def status(command, **options):
    """Run a command, and send it SIGTERM at an interruption; return its exit status.

    The options are those of subprocess.Popen.
    """
    with interruption.hold():
        process = subprocess.Popen([*ended_with_parent(), *command], **options)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()  # it handles only the first signal, which may have been a Ctrl-C
        process.wait(60)
        raise
    finally:
        process.kill()


def kill(process):
    """Send SIGKILL to the remaining processes of a session that was started with this process."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def ending():
    """Kill the commands that other threads still run at the end of the block."""
    try:
        yield
    finally:
        for process in [*running]:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
