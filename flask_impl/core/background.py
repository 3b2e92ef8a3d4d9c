"""Functions that run in the background, after the commit (MAIL-1)."""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from flask import current_app
from werkzeug.utils import import_string

from core.database import on_commit

FAILED = "Sending an email failed"
logger = logging.getLogger(__name__)


class Task:
    """A function that runs in the background. Its arguments are a user or None, and JSON values."""

    def __init__(self, function):
        self.function = function
        self.name = f"{function.__module__}.{function.__name__}"

    def enqueue(self, user, **arguments):
        """Run the function in the background after the commit, and never after a rollback."""
        get_backend().enqueue(self, user, arguments)


class ThreadBackend:
    """Runs tasks in two threads. Tasks that wait are lost if the process is killed."""

    def __init__(self, app):
        self.app = app
        self.executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="task")

    def start(self):
        """Start nothing: a thread starts with its first task."""

    def enqueue(self, task, user, arguments):
        on_commit(partial(self.executor.submit, self.run, task, user, arguments))

    def run(self, task, user, arguments):
        """Run a task; log a failure (MAIL-2)."""
        try:
            with self.app.app_context():
                task.function(user, **arguments)
        except Exception:
            logger.exception(FAILED)


def task(function):
    """Return the task of a function. Used as a decorator."""
    return Task(function)


def get_backend():
    """Return the backend of the application."""
    return current_app.extensions["background"]


def init_app(app):
    """Create the backend of TASK_BACKEND."""
    app.extensions["background"] = import_string(app.config["TASK_BACKEND"])(app)
