"""`make routes`: prints the routes of both: Django's URLconf, and the output of `flask routes`."""

import signal
from tempfile import TemporaryDirectory

from comparison.exchange.servers import create_processes
from runner.process import ROOT

URLCONF = """
from django.contrib.admindocs.views import extract_views_from_urlpatterns
from django.urls import get_resolver

rows = []
for _, pattern, namespace, name in extract_views_from_urlpatterns(get_resolver().url_patterns):
    rows.append((":".join([*(namespace or []), name or "-"]), f"/{pattern}"))
width = max(len(name) for name, _ in rows)
print(f"{'Name':{width}}  Pattern")
for name, pattern in sorted(rows):
    print(f"{name:{width}}  {pattern}")
"""
COMMANDS = {
    "django": ["python", "manage.py", "shell", "--no-imports", "--command", URLCONF],
    "flask": ["flask", "routes"],
}


def routes(process, name):
    """Return the routes of an implementation, one in each line. Raises RuntimeError."""
    done = process.run(*COMMANDS[name])
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout


def main():
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `make routes | head` ends without a traceback
    with TemporaryDirectory() as folder:
        for name, process in create_processes(folder).items():
            print(f"{name}, {process.tree.relative_to(ROOT)}/\n\n{routes(process, name)}")


if __name__ == "__main__":
    main()
