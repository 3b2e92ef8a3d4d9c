"""Metrics of several processes, each with files that all processes can read (METRICS-5).

prometheus-client names the files by process id. Here each worker has a slot instead: the worker
that replaces another one continues its files, so that counts stay and files do not accumulate.
"""

import atexit
import os
import shutil
from itertools import count
from tempfile import mkdtemp

from prometheus_client import multiprocess, values

directory = os.environ["PROMETHEUS_MULTIPROC_DIR"] = mkdtemp(prefix="metrics-")
worker_slot = 0  # of this process; 0 is the parent of the workers
parent_pid = os.getpid()
# `ValueClass` is private in prometheus-client: if it changes, the tests of METRICS-5 fail.
values.ValueClass = values.MultiProcessValue(lambda: worker_slot)


def pre_fork(server, worker):
    """Assign the first free slot to a new worker."""
    used_slots = {each.worker_slot for each in server.WORKERS.values()}
    worker.worker_slot = next(each for each in count(1) if each not in used_slots)


def post_fork(server, worker):
    global worker_slot
    worker_slot = worker.worker_slot


def child_exit(server, worker):
    """Reset the gauges of a worker that ended."""
    multiprocess.mark_process_dead(worker.worker_slot)


@atexit.register
def remove_metrics_dir():
    """Remove the files at the end of the parent; workers run this at their end, too."""
    if os.getpid() == parent_pid:
        shutil.rmtree(directory, ignore_errors=True)
