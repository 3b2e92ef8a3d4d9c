"""Runs the suite against docker-compose.shared.yml at each step of the strangler, both ways.

python -m runner.run_strangler_tests

At each state, a random eighth of the tests runs; SHARE=n chooses another share, and STATES=n runs
n random states. The containers are removed at the end.
"""

import os
import random
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from runner import signals
from runner.process import ROOT, compared, free_port
from runner.strangler import format_for_nginx, make_routes, read_parts

FILES = ("docker-compose.yml", "docker-compose.shared.yml")
VARIABLES = {
    "COMPOSE_FILE": os.pathsep.join(str(ROOT / name) for name in FILES),
    "COMPOSE_PROFILES": "test",
    "COMPOSE_PROJECT_NAME": "strangler",
    "EMAIL_URL": "smtp://suite:1025",
    "LOGIN_FAILURES_PER_IP": "1000000",
    "STATS_CACHE_TTL": "1",
}


def compose(*arguments):
    """Run docker compose; return the exit code."""
    return subprocess.run(["docker", "compose", *arguments], check=False).returncode


@contextmanager
def serving(old, routes):
    """Serve both at the front door, with the tables of `old` and this file of routes."""
    (new,) = compared().keys() - {old}
    os.environ |= {"OWNER": old, "OTHER": new, "ROUTES": str(routes)}
    try:
        if compose("up", "--build", "--detach", "--wait", "front-door") or compose(
            "build", "suite"
        ):
            sys.exit("The containers did not start.")
        yield
    finally:
        compose("down", "--volumes", "--remove-orphans")


def run_at(step, old, routes):
    """Move the parts up to a step, and run the suite; return whether all tests passed."""
    routes.write_text(format_for_nginx(make_routes(step, old)) + "\n", encoding="utf-8")
    print(f"\nStep {step}, from {old}", flush=True)
    if compose("exec", "-T", "front-door", "nginx", "-s", "reload"):
        return False
    return compose("run", "--rm", "--use-aliases", "--no-deps", "-T", "suite") == 0


def main():
    os.environ |= VARIABLES | {"SHARED_PORT": str(free_port())}
    os.environ.setdefault("SHARE", "8")
    states = [(old, step) for old in compared() for step in range(len(read_parts()) + 1)]
    if number := int(os.environ.get("STATES") or 0):
        states = sorted(random.sample(states, number))
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # nginx runs as another user
        for old in {old: None for old, _ in states}:
            routes = Path(folder, f"{old}.conf")
            routes.write_text(format_for_nginx(make_routes(0, old)) + "\n", encoding="utf-8")
            with serving(old, routes):
                steps = [step for name, step in states if name == old]
                failed += [(old, step) for step in steps if not run_at(step, old, routes)]
    for old, step in failed:
        print(f"Failed: step {step}, from {old}")
    print(f"\nThe suite passed at {len(states) - len(failed)} of {len(states)} states.")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    with signals.exiting():
        main()
