"""One orderly end for all signals that end a program. Needs Python alone."""

import shutil
import signal
import sys
from contextlib import contextmanager
from functools import cache
from subprocess import run

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


class Interruption:
    """Raises KeyboardInterrupt at the first of the signals; the others are ignored meanwhile."""

    def __init__(self):
        self.came = False
        self.is_held = False

    def __call__(self, number, frame):
        is_first, self.came = not self.came, True
        if is_first and not self.is_held:
            raise KeyboardInterrupt

    @contextmanager
    def hold(self):
        """Let a signal wait for the end of the block: what starts in it is known by then."""
        came_before, self.is_held = self.came, True
        try:
            yield
        finally:
            self.is_held = False
        if self.came and not came_before:
            raise KeyboardInterrupt


interruption = Interruption()


def handle():
    """Make each of the signals an interruption, but not SIGHUP under nohup."""
    for number in ENDING:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, interruption)


@contextmanager
def exiting():
    """Run the block, with its clean-up, until its end or a signal, and then exit."""
    handle()
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(130)  # as a shell has it for Ctrl-C


@cache
def ended_with_parent():
    """Return what to put ahead of a command that is to get SIGTERM when this process is killed.

    Linux and setpriv of util-linux have this; elsewhere a process that is killed leaves its own behind.
    """
    prefix = ("setpriv", "--pdeathsig", "TERM", "--")
    if not shutil.which(prefix[0]) or run([*prefix, "true"], capture_output=True).returncode:
        return ()
    return prefix
