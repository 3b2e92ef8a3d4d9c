"""How gunicorn serves the application."""

import gc
import os

from core.environment import LOG_LEVELS
from core.logs import logging_at
from ops.listening import read_address, read_number
from ops.prometheus_multiprocess import child_exit, post_fork, pre_fork  # noqa: F401, for gunicorn to call

bind = read_address()
# Without a shared cache each process would count failed logins for itself: one is the default.
shares = os.environ.get("CACHE_URL", "").startswith("redis")
workers = read_number("WORKERS", 2 if shares else 1, 1, 1000)
threads = 4
worker_class = "ops.gunicorn_worker.Worker"  # of gthread
sendfile = False  # a file goes the way of all answers
preload_app = True  # what stops the application from starting is said once
control_socket_disable = True
graceful_timeout = 10  # seconds for what is in flight at SIGTERM
keepalive = 5  # seconds
# The settings refuse a level that is none.
logconfig_dict = logging_at(
    level if (level := os.environ.get("LOG_LEVEL")) in LOG_LEVELS else "INFO"
)
logconfig_dict["loggers"] = {"gunicorn.error": {"propagate": True}}
forwarded_allow_ips = ""  # the settings say whom to believe, not the server


def when_ready(server):
    """Let the workers share what is loaded: a collection of garbage would write into all of it."""
    gc.collect()
    gc.freeze()
