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


def are_ready(urls):
    """Say whether the replicas at these addresses all answer that they are ready."""
    try:
        responses = [
            requests.get(f"{url}/readyz", headers={"Host": "localhost"}, timeout=2) for url in urls
        ]
    except requests.RequestException:
        return False
    return {response.status_code for response in responses} == {200}


def wait_until(is_so, seconds):
    """Return once something is so; fail if it is not in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.2)
