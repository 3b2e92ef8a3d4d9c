"""Run tasks in a process of its own (TASK-5)."""

import signal

import click
from flask import current_app

from core.command_line import Command
from tasks.worker import Worker, get_pause


@click.command("worker", cls=Command)
def worker():
    """Run the tasks of the database until SIGTERM or Ctrl-C."""
    get_pause()  # an error of the database ends the command (COMMAND-4)
    worker = Worker(current_app._get_current_object())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    worker.run()
