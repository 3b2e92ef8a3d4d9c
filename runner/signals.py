"""Handles all signals that end a process in the same way. Uses only the standard library."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from subprocess import run

SETPRIV = ("setpriv", "--pdeathsig", "TERM", "--")
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


class Interruption:
    """Raises KeyboardInterrupt at the first signal, and ignores all further signals."""

    def __init__(self):
        self.came = False
        self.is_held = False

    def __call__(self, number, frame):
        is_first, self.came = not self.came, True
        if is_first and not self.is_held:
            raise KeyboardInterrupt

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Delay a signal until the end of the block, so that what starts in it can be stopped."""
        came_before, self.is_held = self.came, True
        try:
            yield
        finally:
            self.is_held = False
        if self.came and not came_before:
            raise KeyboardInterrupt


interruption = Interruption()


def handle() -> None:
    """Handle each of the signals as an interruption, except SIGHUP under nohup."""
    for number in ENDING:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, interruption)


@contextmanager
def exiting() -> Iterator[None]:
    """Run the block until its end or a signal; after a signal, exit."""
    handle()
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(130)  # the exit status of a shell after Ctrl-C


@cache
def can_set_parent_death_signal() -> bool:
    """Return whether this is Linux with setpriv of util-linux."""
    command = [*SETPRIV, "true"]
    return bool(shutil.which(SETPRIV[0])) and run(command, capture_output=True).returncode == 0


def ended_with_parent() -> tuple[str, ...]:
    """Return a command prefix that sends SIGTERM to the command if this process is killed.

    If this process is killed before that, the command does not start. It requires Linux and setpriv of
    util-linux; elsewhere the prefix is empty, and the children of a killed process continue to run.
    """
    if not can_set_parent_death_signal():
        return ()
    return (*SETPRIV, "sh", "-c", 'test "$PPID" = "$0" && exec "$@"', str(os.getpid()))
