"""The servers of a run: the baseline and the implementations, with the same configuration."""

from contextlib import ExitStack, contextmanager

from runner.process import Process
from runner.process_stats import end

BASELINE = {
    "name": "baseline",
    "tree": "bench",
    "settings_variable": "BASELINE_SETTINGS",
    "server": ["gunicorn", "baseline:application"],
}
VARIABLES = {
    "WORKERS": "2",
    "LOG_LEVEL": "WARNING",
    "LOGIN_FAILURES_PER_IP": "1000000",
    "SITES_CACHE_TTL": "3600",  # longer than a run, in which each turn of a page is short
}


def create_server(config, folder, **variables):
    """Return a Process that is not started, with the settings of all servers."""
    return Process(config, folder, **VARIABLES, **variables)


@contextmanager
def serving(servers, path):
    """Serve until the end of the block. Raises RuntimeError if a path does not respond."""
    with ExitStack() as stack:
        for server in servers:
            stack.callback(end, server)
            server.serve()
        for server in servers:
            server.wait(path)
        yield


def create_command(config, folder, **variables):
    """Return a function that runs a command of an implementation, or raises RuntimeError."""
    process = create_server(config, folder, **variables)

    def command(*words):
        done = process.run(*words, seconds=600)  # people by the hundred thousand
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")

    return command
