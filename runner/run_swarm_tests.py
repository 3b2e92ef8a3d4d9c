"""Runs the tests on Docker Swarm: deploys deploy/swarm/ under another name, and always removes it.

python -m runner.run_swarm_tests [OPTION ...]     options of pytest

With NODES=3, the swarm has three nodes on this machine (Linux, as root), and the tests are those of
updates and of a node that dies.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from runner import signals
from runner.nodes import nodes
from runner.process import free_port, implementations
from runner.run_suite import NO_TESTS, pytest_status
from runner.swarm import DEPLOY, build, copy_images, deploy, docker, remove_images, swarm

PREFIX = "test-"  # of the tags of the images
STACK = "profiles-test"
TESTS = "shared_tests/swarm"
STOP_SECONDS = 60  # in which the containers of a stack stop by themselves


def describe(name, implementation, folder, host):
    """Return the description of an implementation as a target of the tests."""
    return {
        "name": name,
        "url": f"http://{host}:{os.environ[implementation['port_variable']]}",
        "demo_password": (folder / "demo_password").read_text(encoding="utf-8"),
        "admin_password": (folder / "admin_password").read_text(encoding="utf-8"),
    }


def remove():
    """Remove the stack with its volumes; containers that do not stop are killed."""
    apart = {"start_new_session": True}  # not interrupted by another Ctrl-C
    of_stack = f"--filter=label=com.docker.stack.namespace={STACK}"
    docker("stack", "rm", STACK, **apart)
    deadline = time.monotonic() + STOP_SECONDS
    while containers := docker("container", "ls", "--all", "--quiet", of_stack, **apart).split():
        force = ["--force"] if time.monotonic() > deadline else []
        # Rejected for those that run, or that the swarm removes at this moment.
        command = ["docker", "container", "rm", *force, *containers]
        subprocess.run(command, capture_output=True, start_new_session=True)
        time.sleep(1)
    if volumes := docker("volume", "ls", "--quiet", of_stack, **apart).split():
        docker("volume", "rm", *volumes, **apart)


def run(folder, host, *arguments):
    """Deploy the stack, and run tests; return whether none failed. With SHARE there may be none."""
    subprocess.run([DEPLOY / "swarm" / "create_secrets.sh", folder], check=True)
    deploy("prepare.yml", f"{PREFIX}first")
    deploy("stack.yml", f"{PREFIX}first")
    targets = [describe(*each, folder, host) for each in implementations().items()]
    path = folder / "targets.json"
    path.write_text(json.dumps(targets), encoding="utf-8")
    return pytest_status("-q", f"--targets={path}", *arguments) in (0, NO_TESTS)


def run_on_one_node(folder, *options):
    with swarm():
        remove()  # what a run that was killed has left
        try:
            return run(folder, "localhost", TESTS, f"--ignore={TESTS}/test_nodes.py", *options)
        finally:
            remove()


def run_on_three_nodes(folder, *options):
    with tempfile.TemporaryDirectory() as engines, nodes(Path(engines)) as found:
        copy_images(PREFIX, [node.engine for node in found])
        ip_addresses = [node.ip_address for node in found]
        variables = {"NODES": engines, "DOCKER_HOST": found[0].engine, "no_proxy": "*"}
        tests = (f"{TESTS}/test_nodes.py", f"{TESTS}/test_updates.py")
        with patch.dict(os.environ, variables, ALLOWED_HOSTS=",".join(ip_addresses)):
            return run(folder, ip_addresses[0], *tests, *options)


def main(*options):
    """Run the tests in a separate stack, so that other stacks are not changed."""
    for each in implementations().values():
        os.environ[each["port_variable"]] = str(free_port())
    run_tests = run_on_three_nodes if os.environ.pop("NODES", "") == "3" else run_on_one_node
    if run_tests == run_on_three_nodes and os.geteuid():
        sys.exit("With NODES=3, run this as root: it creates network namespaces.")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"STACK": STACK, "SECRETS": folder, "PROXY_VERSION": f"{PREFIX}first"}
        build(PREFIX)
        try:
            passed = run_tests(Path(folder), *options)
        finally:
            remove_images(PREFIX)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    with signals.exiting():
        main(*sys.argv[1:])
