"""The worker: runs the tasks that are due, one after the other (TASK-2, TASK-3)."""

import json
import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from threading import Event

from flask import current_app
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import joinedload
from werkzeug.utils import import_string

from accounts.models import now
from core.background import FAILED
from core.extensions import db
from tasks.models import QueuedTask

POLL = 2  # seconds between checks for tasks of other processes
MAX_ERROR_LENGTH = 500  # characters
logger = logging.getLogger(__name__)


class Worker:
    """Runs tasks until it is stopped. It sleeps until a task is due, or it is woken."""

    def __init__(self, app):
        self.app = app
        self.woken = Event()
        self.stopped = False
        self.is_available = True

    def run(self):
        while not self.stopped:
            self.woken.clear()
            with self.app.app_context():
                pause = self.run_due_tasks()
            self.woken.wait(pause)

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


def get_pause():
    """Return the number of seconds until a task is due, at most POLL; 0 if one is due."""
    # Not with db.session: it would begin a transaction, on SQLite with a write lock.
    engine = db.engine.execution_options(without_transaction=True)
    with engine.connect() as connection:
        first = connection.scalar(select(func.min(QueuedTask.due_at)))
    seconds = (first - now()).total_seconds() if first else POLL
    return min(max(seconds, 0), POLL)


def claim():
    """Return a task that is due, or None; no worker runs it again before its next attempt is due.

    The next attempt is scheduled before this one: a process that is killed has not lost the task.
    """
    due = QueuedTask.due().options(joinedload(QueuedTask.user)).limit(1)
    task = db.session.scalar(due.with_for_update(of=QueuedTask, skip_locked=True))
    if task:
        delays = current_app.config["TASK_RETRY_DELAYS"]
        seconds = delays[min(task.attempts, len(delays) - 1)]
        task.due_at = now() + timedelta(seconds=seconds)
        task.attempts += 1
    db.session.commit()
    return task


def run(task):
    """Run a claimed task, and delete it; after an error, leave it for its next attempt."""
    try:
        import_string(task.name).function(task.user, **json.loads(task.arguments))
    except Exception as error:
        logger.exception(FAILED)
        changes = {"error": repr(error)[:MAX_ERROR_LENGTH]}
        if is_permanent(error) or task.attempts > len(current_app.config["TASK_RETRY_DELAYS"]):
            logger.error("Task %d has failed: it is not tried again", task.id)
            changes["due_at"] = None
        db.session.execute(update(QueuedTask).where(QueuedTask.id == task.id).values(changes))
    else:
        db.session.execute(delete(QueuedTask).where(QueuedTask.id == task.id))
    db.session.commit()


def is_permanent(error):
    """Return whether the SMTP server rejects the recipient permanently."""
    rejected = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else []
    return any(code >= 500 for code, _ in rejected)
