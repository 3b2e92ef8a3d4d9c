"""Run tasks in a process of its own (TASK-5)."""

import signal
from threading import Thread

import click
from flask import current_app

from core.command_line import Command
from tasks.worker import Worker, get_pause

ENDING = (signal.SIGTERM, signal.SIGINT)


@click.command("worker", cls=Command)
def worker():
    """Run the tasks of the database until SIGTERM or Ctrl-C."""
    get_pause()  # an error of the database ends the command (COMMAND-4)
    worker = Worker(current_app._get_current_object())
    thread = Thread(target=worker.run)
    # The thread inherits this: a signal interrupts no task.
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    thread.start()
    signal.sigwait(ENDING)
    worker.stop()
    thread.join()
