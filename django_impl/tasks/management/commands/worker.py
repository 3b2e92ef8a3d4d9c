"""Run tasks in a process of its own (TASK-5)."""

import signal

from django.core.management.base import BaseCommand

from tasks.worker import Worker, get_pause


class Command(BaseCommand):
    help = "Run the tasks of the database until SIGTERM or Ctrl-C."

    def handle(self, **options):
        get_pause()  # an error of the database ends the command (COMMAND-4)
        worker = Worker()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, worker.stop)
        worker.run()
