"""How gunicorn serves the floor: as it serves the implementations, and a test compares it."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WORKERS") or 2)
threads = 4
pythonpath = "../flask_impl"  # where the class of the workers is, which is the same in both
worker_class = "ops.gunicorn_worker.BufferedThreadWorker"  # of gthread
sendfile = False  # a file goes the way of all answers
preload_app = True
control_socket_disable = True
graceful_timeout = 10  # seconds
keepalive = 5  # seconds
forwarded_allow_ips = ""
loglevel = (os.environ.get("LOG_LEVEL") or "INFO").lower()
