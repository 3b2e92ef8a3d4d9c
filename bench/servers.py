"""The servers of a run: the floor and the implementations, served by the same server alike."""

from contextlib import ExitStack, contextmanager

from shared_tests.launchers.costs import end
from shared_tests.launchers.process import SERVE, Process

FLOOR = {"name": "floor", "tree": "bench", "settings_variable": "FLOOR_SETTINGS"}
SERVED = {
    "WORKERS": "2",
    "LOG_LEVEL": "WARNING",
    "LOGIN_FAILURES_PER_IP": "1000000",
    "SITES_CACHE_TTL": "3600",  # longer than a run, in which each turn of a page is short
}


def server_of(implementation, folder, **variables):
    """Return a Process that is not started, with the settings that all have in common."""
    return Process(implementation, folder, **SERVED, **variables)


def command_to_serve(server):
    """Return the command that serves, without what start.sh does before."""
    return ["gunicorn", "floor:application"] if server.implementation is FLOOR else SERVE


@contextmanager
def serving(servers, path):
    """Serve until the end of the block. Raises RuntimeError where one does not answer a path."""
    with ExitStack() as stack:
        for server in servers:
            stack.callback(end, server)
            server.start(*command_to_serve(server))
        for server in servers:
            server.wait(path)
        yield


def command_of(implementation, folder, **variables):
    """Return a function that runs a command of a side. It raises RuntimeError where one fails."""
    process = server_of(implementation, folder, **variables)

    def command(*words):
        done = process.run(*words, seconds=600)  # people by the hundred thousand
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")

    return command
