from django.apps import AppConfig
from django.core.signals import request_started

from core.background import get_backend


class TasksConfig(AppConfig):
    """Tasks in the database."""

    name = "tasks"
    verbose_name = "Emails"

    def ready(self):
        request_started.connect(start_worker)


def start_worker(**kwargs):
    """Start the worker of this process with its first request, if no server has done so before."""
    get_backend().start()
