"""The gunicorn configuration of the baseline: that of the implementations, as a test checks."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WORKERS") or 2)
threads = 4
pythonpath = "../flask_impl"  # for the worker class, which is the same file in both
worker_class = "ops.gunicorn_worker.BufferedThreadWorker"  # extends gthread
sendfile = False  # files are sent through the buffer, too
preload_app = True
control_socket_disable = True
graceful_timeout = 10  # seconds for requests in progress at SIGTERM
keepalive = 5  # seconds
forwarded_allow_ips = ""
loglevel = (os.environ.get("LOG_LEVEL") or "INFO").lower()
