"""Run tasks in a process of its own (TASK-5)."""

import signal
from threading import Thread

from django.core.management.base import BaseCommand

from tasks.worker import Worker, get_pause

ENDING = (signal.SIGTERM, signal.SIGINT)


class Command(BaseCommand):
    help = "Run the tasks of the database until SIGTERM or Ctrl-C."

    def handle(self, **options):
        get_pause()  # an error of the database ends the command (COMMAND-4)
        worker = Worker()
        thread = Thread(target=worker.run)
        # The thread inherits this: a signal interrupts no task.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        thread.start()
        signal.sigwait(ENDING)
        worker.stop()
        thread.join()
