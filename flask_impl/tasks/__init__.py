"""Tasks that wait in the database. The application works without this package."""

from core.extensions import db
from tasks.admin import FailedTaskAdmin
from tasks.commands import worker
from tasks.models import QueuedTask


def init_app(app):
    """Register the list of the admin, and the command."""
    app.extensions["admin"][0].add_view(FailedTaskAdmin(QueuedTask, db, name="Failed emails"))
    app.cli.add_command(worker)
