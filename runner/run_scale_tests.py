"""Runs the tests with several replicas: starts docker-compose.scale.yml, and always removes it.

The images are built from a clone with secrets in ignored files, and the services get proxies that
do not exist.

python -m runner.run_scale_tests [OPTION ...]     options of pytest
"""

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from runner import signals
from runner.checkout import Checkout
from runner.process import ROOT, free_port, implementations
from runner.run_suite import run_pytest, set_sample_seed
from runner.static_server import SITE

FILES = ("docker-compose.yml", "docker-compose.scale.yml")
IMAGES = (*implementations(), "site", "suite", "proxy")
NOWHERE = dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY"), "http://127.0.0.1:9")
IGNORED = (
    ".env", ".data/secrets/SECRET_KEY", ".data/results/note", "db.sqlite3", "shared_tests/.env",
    "{tree}/.env", "{tree}/.data/secrets/SECRET_KEY", "{tree}/config/db.sqlite3-wal",
    "{tree}/.git/config", "{tree}/.venv/secret", "{tree}/accounts/__pycache__/secret.pyc",
)  # fmt: skip


def compose(*arguments, **options):
    """Run docker compose with the environment that `main` has set."""
    return subprocess.run(["docker", "compose", *arguments], check=True, text=True, **options)


def said(*arguments):
    """Return the output of docker compose."""
    return compose(*arguments, stdout=subprocess.PIPE).stdout.strip()


def clone(folder, secret):
    """Clone the repository with the settings of Windows, readable by one user, and return its path.

    Files with a secret are added to the clone.
    """
    top = Checkout(folder).clone("clone", "core.autocrlf=true", umask=0o077)
    for implementation in implementations().values():
        for name in IGNORED:
            path = top / name.format(**implementation)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"SECRET={secret}\n", encoding="utf-8")
    return top


def choose_files(top):
    """Set COMPOSE_FILE to the files of a clone, and a file that adds proxies to each service."""
    os.environ["COMPOSE_FILE"] = os.pathsep.join(str(top / name) for name in FILES)
    services = {name: {"environment": NOWHERE} for name in said("config", "--services").split()}
    path = top.parent / "proxies.json"
    path.write_text(json.dumps({"services": services}), encoding="utf-8")
    os.environ["COMPOSE_FILE"] += f"{os.pathsep}{path}"


def describe(name, implementation):
    """Return the description of an implementation as a target of the tests."""
    services = said("config", "--services").split()
    replicas = sorted(each for each in services if re.fullmatch(rf"{name}(-\d+)?", each))
    secret = ("exec", "-T", replicas[0], "cat")
    return {
        "name": name,
        "url": f"http://localhost:{os.environ[implementation['port_variable']]}",
        "demo_password": said(*secret, "/data/secrets/DEMO_PASSWORD"),
        "admin_password": said(*secret, "/data/secrets/ADMIN_PASSWORD"),
        "scaled": {"replicas": replicas, "preparation": f"prepare-{name}", "role": name},
    }


def run(folder, *options):
    """Start all services, and run the tests; return whether all passed."""
    os.environ["SECRET_IN_CLONE"] = secrets.token_hex()
    choose_files(clone(folder, os.environ["SECRET_IN_CLONE"]))
    down = ("down", "--volumes", "--remove-orphans", "--timeout", "1")
    remove = ("--progress", "quiet", "--profile", "test", *down)  # a failure is the last output
    try:
        compose(*remove)
        compose("--profile", "test", "build", *IMAGES)
        compose("up", "--build", "--detach", "--wait", "proxy", "site")
        targets = [describe(*each) for each in implementations().items()]
        path = folder / "targets.json"
        path.write_text(json.dumps(targets), encoding="utf-8")
        return run_pytest("-q", "shared_tests/scale", f"--targets={path}", *options)
    finally:
        apart = {"start_new_session": True}  # not interrupted by another Ctrl-C
        try:
            compose(*remove, **apart)
        except subprocess.CalledProcessError:  # the network had a container that was just removed
            time.sleep(5)
            compose(*remove, **apart)


def main(*options):
    """Run the tests in a separate project, so that other projects are not changed."""
    set_sample_seed()
    project = os.environ.get("COMPOSE_PROJECT_NAME") or ROOT.name
    os.environ["COMPOSE_PROJECT_NAME"] = f"{project}-test-scale"
    for each in (SITE, *implementations().values()):
        os.environ[each["port_variable"]] = str(free_port())
    with tempfile.TemporaryDirectory() as folder:
        passed = run(Path(folder), *options)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    with signals.exiting():
        main(*sys.argv[1:])
