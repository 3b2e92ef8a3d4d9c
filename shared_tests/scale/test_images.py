"""The images: file permissions and contents, built from a clone with umask 077 and ignored secrets."""

import os
from contextlib import suppress

import pytest
import requests

from shared_tests.scale.compose import compose, inspect, wait_until

COPIED = (
    "for each in /app /suite /site /etc/nginx; do [ ! -e $each ] || find $each ! -readable; done"
)


def run(service, *command, options=()):
    """Run a command in a new container of a service; return its output."""
    options = ("--rm", "--no-deps", "-T", *options, "--entrypoint", command[0])
    return compose("--profile", "test", "run", *options, service, *command[1:], check=False)


@pytest.fixture
def images(targets):
    """One service for each image that is built."""
    return [*(target.scaled["replicas"][0] for target in targets), "site", "suite", "proxy"]


@pytest.mark.spec("SCALE-11")
def test_copied_files_are_readable_by_the_user_of_the_image(images):
    unreadable = {name: run(name, "sh", "-c", f"{COPIED}; echo end") for name in images}
    assert unreadable == dict.fromkeys(images, "end\n")


@pytest.mark.spec("SCALE-11")
def test_images_contain_no_ignored_files(images):
    search = f"grep -rlFs --exclude-dir=proc --exclude-dir=sys {os.environ['SECRET_IN_CLONE']} /; echo end"
    found = {name: run(name, "sh", "-c", search, options=("--user=root",)) for name in images}
    assert found == dict.fromkeys(images, "end\n")


@pytest.mark.spec("SCALE-11")
def test_comparison_site_is_served():
    compose("up", "--detach", "--no-deps", "--wait", "site")  # a restore may have stopped it

    def is_served():
        with suppress(requests.ConnectionError):
            return requests.get(f"http://localhost:{os.environ['SITE_PORT']}/", timeout=5).ok

    wait_until(is_served, 30)


@pytest.mark.spec("SCALE-12")
def test_containers_are_healthy_with_unreachable_http_proxies(targets):
    services = ["proxy", *(name for target in targets for name in target.scaled["replicas"])]
    for name in services:
        container = inspect(name)
        assert "HTTP_PROXY=http://127.0.0.1:9" in container["Config"]["Env"]
        wait_until(lambda name=name: inspect(name)["State"]["Health"]["Status"] == "healthy", 90)
