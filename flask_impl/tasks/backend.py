"""The backend that stores tasks in the database, and runs them in a thread (TASK-1, TASK-5)."""

import atexit
import json
from threading import Lock, Thread

from core.database import on_commit
from core.extensions import db
from tasks.models import QueuedTask
from tasks.worker import Worker

GRACE = 8  # seconds for the task in progress when the process ends


class DatabaseBackend:
    """Adds tasks to the transaction of the request, and wakes the worker after the commit."""

    def __init__(self, app):
        self.app = app
        self.worker = Worker(app)
        self.thread = None
        self.lock = Lock()
        app.before_request(self.start)  # if no server has started it before

    def start(self):
        """Start the worker in a thread of this process, unless it runs or TASK_WORKER is off."""
        with self.lock:
            if self.app.config["TASK_WORKER"] and self.thread is None:
                self.thread = Thread(target=self.worker.run, name="worker", daemon=True)
                self.thread.start()
                atexit.register(self.stop)

    def stop(self):
        """Wait for the task in progress. Other tasks wait for the next start."""
        self.worker.stop()
        self.thread.join(GRACE)

    def enqueue(self, task, user, arguments):
        user_id = user.id if user else None
        db.session.add(QueuedTask(name=task.name, user_id=user_id, arguments=json.dumps(arguments)))
        on_commit(self.worker.wake)
