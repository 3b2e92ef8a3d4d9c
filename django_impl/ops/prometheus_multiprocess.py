"""The figures of several processes: each keeps its own in files that all can read (METRICS-5).

A worker has a number, not only an id: who takes the place of one that ended counts on in its files,
so that nothing is lost, and there are no more files than workers.
"""

import atexit
import os
import shutil
from itertools import count
from tempfile import mkdtemp

from prometheus_client import multiprocess, values

directory = os.environ["PROMETHEUS_MULTIPROC_DIR"] = mkdtemp(prefix="metrics-")
number = 0  # of this process: the one that starts the workers
starter = os.getpid()
values.ValueClass = values.MultiProcessValue(lambda: number)


def pre_fork(server, worker):
    """Give a worker the first number that no other has."""
    taken = {each.number for each in server.WORKERS.values()}
    worker.number = next(each for each in count(1) if each not in taken)


def post_fork(server, worker):
    global number
    number = worker.number


def child_exit(server, worker):
    """Forget what a worker held when it ended."""
    multiprocess.mark_process_dead(worker.number)


@atexit.register
def remove():
    """Leave nothing behind. Workers come here too when they end."""
    if os.getpid() == starter:
        shutil.rmtree(directory, ignore_errors=True)
