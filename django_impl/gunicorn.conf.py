"""Configuration of gunicorn."""

import gc
import os

from core.environment import LOG_LEVELS
from core.logs import logging_config
from core.secret_files import read_secret_files
from ops.listening import read_bind, read_number
from ops.prometheus_multiprocess import child_exit  # noqa: F401, for gunicorn to call

read_secret_files()
bind = read_bind()
# One process by default without a shared cache: each process would count failed logins separately.
has_shared_cache = os.environ.get("CACHE_URL", "").startswith("redis")
workers = read_number("WORKERS", 2 if has_shared_cache else 1, 1, 1000)
threads = 4
worker_class = "ops.gunicorn_worker.BufferedThreadWorker"  # extends gthread
sendfile = False  # files are sent through the buffer, too
preload_app = True  # an error at start is printed once
control_socket_disable = True
graceful_timeout = 10  # seconds for requests in progress at SIGTERM
keepalive = 5  # seconds
# The settings reject an invalid level.
logconfig_dict = logging_config(
    level if (level := os.environ.get("LOG_LEVEL")) in LOG_LEVELS else "INFO"
)
logconfig_dict["loggers"] = {"gunicorn.error": {"propagate": True}}
forwarded_allow_ips = ""  # TRUSTED_PROXIES decides, not the server


def when_ready(server):
    """Freeze loaded objects, so that workers share their memory after garbage collections."""
    gc.collect()
    gc.freeze()


def post_worker_init(worker):
    """Start the thread that sends emails: a fork would not have copied it (TASK-5)."""
    from config.wsgi import start_tasks

    start_tasks()
