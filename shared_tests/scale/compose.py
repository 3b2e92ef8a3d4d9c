"""docker compose, for the files and the project that the launcher has put into the environment."""

import json
import subprocess
import time

import requests


def compose(*arguments, check=True):
    """Run docker compose to its end; return what it printed."""
    done = subprocess.run(["docker", "compose", *arguments], capture_output=True, text=True)
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout


def inspect(service):
    """Return all that Docker knows of the container of a service."""
    name = compose("ps", "--all", "--quiet", service).strip()
    done = subprocess.run(["docker", "inspect", name], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)[0]


def addresses(service):
    """Return the addresses that the container of a service has by now, by network."""
    networks = inspect(service)["NetworkSettings"]["Networks"]
    return {name.rpartition("_")[2]: each["IPAddress"] for name, each in networks.items()}


def url_of(service):
    """Return where a replica answers by itself; Docker on Linux lets this machine go there."""
    return f"http://{addresses(service)['default']}:8000"


def psql(sql, database="postgres"):
    """Ask PostgreSQL as its administrator; return rows of texts."""
    options = ("--username=postgres", f"--dbname={database}", "--csv", "-tc", sql)
    said = compose("exec", "-T", "db", "psql", *options)
    return [line.split(",") for line in said.splitlines()]


def is_ready(service):
    """Say whether a replica is there, and answers that it is ready."""
    try:
        url = f"{url_of(service)}/readyz"
        return requests.get(url, headers={"Host": "localhost"}, timeout=2).status_code == 200
    except (OSError, AssertionError):
        return False


def wait_for(services, seconds):
    """Return once all these replicas are ready; fail if they are not in time."""
    deadline = time.monotonic() + seconds
    while unready := [each for each in services if not is_ready(each)]:
        assert time.monotonic() < deadline, unready
        time.sleep(0.1)
