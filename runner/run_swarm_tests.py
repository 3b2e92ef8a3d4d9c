"""Runs the tests on Docker Swarm: deploys deploy/swarm/ under another name, and always removes it.

python -m runner.run_swarm_tests [OPTION ...]     options of pytest
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from runner import signals
from runner.process import free_port, implementations
from runner.run_suite import run_pytest
from runner.swarm import DEPLOY, build, deploy, docker, remove_images, swarm

PREFIX = "test-"  # of the tags of the images
STACK = "profiles-test"


def describe(name, implementation, folder):
    """Return the description of an implementation as a target of the tests."""
    return {
        "name": name,
        "url": f"http://localhost:{os.environ[implementation['port_variable']]}",
        "demo_password": (folder / "demo_password").read_text(encoding="utf-8"),
        "admin_password": (folder / "admin_password").read_text(encoding="utf-8"),
    }


def remove():
    """Remove the stack, with its data and the containers of jobs, which have ended."""
    apart = {"start_new_session": True}  # not interrupted by another Ctrl-C
    of_stack = f"--filter=label=com.docker.stack.namespace={STACK}"
    docker("stack", "rm", "--detach=false", STACK, **apart)
    for kind, *options in (("container", "--all"), ("volume",)):
        found = docker(kind, "ls", "--quiet", *options, of_stack, **apart).split()
        docker(kind, "rm", "--force", *found, **apart)


def run(folder, *options):
    """Deploy the stack, and run the tests; return whether all passed."""
    build(PREFIX)
    subprocess.run([DEPLOY / "swarm" / "create_secrets.sh", folder], check=True)
    try:
        deploy("prepare.yml", f"{PREFIX}first")
        deploy("stack.yml", f"{PREFIX}first")
        targets = [describe(*each, folder) for each in implementations().items()]
        path = folder / "targets.json"
        path.write_text(json.dumps(targets), encoding="utf-8")
        return run_pytest("-q", "shared_tests/swarm", f"--targets={path}", *options)
    finally:
        remove()
        remove_images(PREFIX)


def main(*options):
    """Run the tests in a separate stack, so that other stacks are not changed."""
    for each in implementations().values():
        os.environ[each["port_variable"]] = str(free_port())
    with tempfile.TemporaryDirectory() as folder, swarm():
        os.environ |= {"STACK": STACK, "SECRETS": folder, "PROXY_VERSION": f"{PREFIX}first"}
        passed = run(Path(folder), *options)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    with signals.exiting():
        main(*sys.argv[1:])
