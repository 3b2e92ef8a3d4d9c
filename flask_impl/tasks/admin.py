"""Failed emails in the admin: listed and tried again by staff (TASK-4)."""

from flask import flash
from flask_admin.actions import action
from flask_login import current_user
from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from accounts.models import User, now
from audit.models import log_action
from core.background import get_backend
from core.database import on_commit
from core.extensions import db
from core.search import contains
from tasks.models import QueuedTask
from web.admin import ModelView, fetch_for_update, keep_manageable, parse_pks

FAILED = (QueuedTask.due_at.is_(None), QueuedTask.user_id.is_not(None))


class FailedTaskAdmin(ModelView):
    """Lists the tasks for a user that are not tried again, the newest first."""

    column_list = ["name", "user", "created_at", "attempts", "error"]
    column_searchable_list = ["name", "user.username"]
    column_default_sort = ("id", True)

    def get_query(self):
        return super().get_query().where(*FAILED)

    def matches(self, word):
        """Return the condition that the name of the task or its username contains this word."""
        return or_(
            contains(QueuedTask.name, word), QueuedTask.user.has(contains(User.username, word))
        )

    @action("retry", "Retry selected emails")
    def retry(self, ids):
        """Run the selected tasks again, except those of users whom the staff may not manage."""
        query = select(QueuedTask).where(QueuedTask.id.in_(parse_pks(ids)), *FAILED)
        query = query.order_by(QueuedTask.id).options(selectinload(QueuedTask.user))
        selected = fetch_for_update(query)
        tasks = keep_manageable(selected, lambda task: task.user)
        for task in tasks:
            task.due_at, task.attempts = now(), 0
        log_action(current_user, "email_retried", [task.user for task in tasks])
        on_commit(get_backend().worker.wake)
        db.session.commit()
        flash(f"Retried: {len(tasks)}.")
