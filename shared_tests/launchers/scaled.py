"""Runs the tests of several replicas: starts all of docker-compose.scale.yml, and removes it whatever happens.

python -m shared_tests.launchers.scaled [OPTION ...]     options of pytest
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from shared_tests.launchers.process import ROOT, free_port, implementations
from shared_tests.launchers.suite import run_pytest

FILES = ("docker-compose.yml", "docker-compose.scale.yml")


def compose(*arguments, **options):
    """Run docker compose with what `main` has put into the environment."""
    return subprocess.run(["docker", "compose", *arguments], check=True, text=True, **options)


def said(*arguments):
    """Return what docker compose prints."""
    return compose(*arguments, stdout=subprocess.PIPE).stdout.strip()


def describe(name, implementation):
    """Return an implementation as the tests know it: a Target."""
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


def main(*options):
    """Run the tests in a project of its own, so that what else runs here keeps its data."""
    project = os.environ.get("COMPOSE_PROJECT_NAME") or ROOT.name
    os.environ["COMPOSE_PROJECT_NAME"] = f"{project}-test-scale"
    os.environ["COMPOSE_FILE"] = os.pathsep.join(str(ROOT / name) for name in FILES)
    for implementation in implementations().values():
        os.environ[implementation["port_variable"]] = str(free_port())
    remove = ("down", "--volumes", "--remove-orphans", "--timeout", "1")
    try:
        compose(*remove)
        compose("up", "--build", "--detach", "--wait", "proxy")
        with tempfile.TemporaryDirectory() as folder:
            targets = [describe(*each) for each in implementations().items()]
            path = Path(folder) / "targets.json"
            path.write_text(json.dumps(targets), encoding="utf-8")
            passed = run_pytest("-q", "shared_tests/scale", f"--targets={path}", *options)
    finally:
        compose(*remove)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
