"""The worker: runs the tasks that are due, one after the other (TASK-2, TASK-3)."""

import json
import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from threading import Event

from django.conf import settings
from django.core.signals import request_finished
from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.module_loading import import_string

from core.background import FAILED
from tasks.models import QueuedTask

POLL = 2  # seconds between checks for tasks of other processes
MAX_ERROR_LENGTH = 500  # characters
logger = logging.getLogger(__name__)


class Worker:
    """Runs tasks until it is stopped. It sleeps until a task is due, or it is woken."""

    def __init__(self):
        self.woken = Event()
        self.stopped = False
        self.is_available = True

    def run(self):
        while not self.stopped:
            self.woken.clear()
            self.woken.wait(self.run_due_tasks())

    def wake(self):
        self.woken.set()

    def stop(self):
        """Stop after the task in progress."""
        self.stopped = True
        self.woken.set()

    def run_due_tasks(self):
        """Run all tasks that are due; return the number of seconds until the next look."""
        try:
            while not (pause := get_pause()) and not self.stopped:
                if task := claim():
                    run(task)
            self.is_available = True
            return pause
        except Exception as error:
            if self.is_available:
                logger.warning("The tasks are unavailable: %s", error)
            self.is_available = False
            return POLL
        finally:
            connection.close()
            request_finished.send(sender=Worker)  # measures open connections (METRICS-3)


def get_pause():
    """Return the number of seconds until a task is due, at most POLL; 0 if one is due."""
    first = QueuedTask.objects.aggregate(due_at=Min("due_at"))["due_at"]
    seconds = (first - timezone.now()).total_seconds() if first else POLL
    return min(max(seconds, 0), POLL)


@transaction.atomic
def claim():
    """Return a task that is due, or None; no worker runs it again before its next attempt is due.

    The next attempt is scheduled before this one: a process that is killed has not lost the task.
    """
    due = QueuedTask.objects.due().select_related("user")
    task = due.select_for_update(of=["self"], skip_locked=True).first()
    if task:
        delays = settings.TASK_RETRY_DELAYS
        seconds = delays[min(task.attempts, len(delays) - 1)]
        task.due_at = timezone.now() + timedelta(seconds=seconds)
        task.attempts += 1
        task.save(update_fields=["due_at", "attempts"])
    return task


def run(task):
    """Run a claimed task, and delete it; after an error, leave it for its next attempt."""
    try:
        import_string(task.name).function(task.user, **json.loads(task.arguments))
    except Exception as error:
        logger.exception(FAILED)
        changes = {"error": repr(error)[:MAX_ERROR_LENGTH]}
        if is_permanent(error) or task.attempts > len(settings.TASK_RETRY_DELAYS):
            logger.error("Task %d has failed: it is not tried again", task.pk)
            changes["due_at"] = None
        QueuedTask.objects.filter(pk=task.pk).update(**changes)
    else:
        task.delete()


def is_permanent(error):
    """Return whether the SMTP server rejects the recipient permanently."""
    rejected = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else []
    return any(code >= 500 for code, _ in rejected)
