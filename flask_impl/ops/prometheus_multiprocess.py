"""Metrics of several processes: each writes files that all processes can read (METRICS-5)."""

import atexit
import os
import shutil
from tempfile import mkdtemp

directory = os.environ["PROMETHEUS_MULTIPROC_DIR"] = mkdtemp(prefix="metrics-")
parent_pid = os.getpid()

from prometheus_client import multiprocess  # noqa: E402, prometheus-client reads the variable


def child_exit(server, worker):
    """Reset the gauges of a worker that ended."""
    multiprocess.mark_process_dead(worker.pid)


@atexit.register
def remove_metrics_dir():
    """Remove the files at the end of the parent; workers run this at their end, too."""
    if os.getpid() == parent_pid:
        shutil.rmtree(directory, ignore_errors=True)
