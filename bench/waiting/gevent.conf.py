"""The gunicorn configuration for gevent.

A worker patches the standard library when it starts. The application is imported after that, so
it is not preloaded: its client would have locks of threads, which stop all requests of a worker.
"""

import os

bind = f"127.0.0.1:{os.environ['PORT']}"
workers = 2
worker_class = "gevent"
control_socket_disable = True
loglevel = (os.environ.get("LOG_LEVEL") or "INFO").lower()
