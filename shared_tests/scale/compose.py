"""Run docker compose with the files and the project that the launcher set in the environment."""

import json
import subprocess
import time

import requests


def compose(*arguments, check=True):
    """Run docker compose and return its output."""
    result = subprocess.run(["docker", "compose", *arguments], capture_output=True, text=True)
    assert result.returncode == 0 or not check, result.stderr
    return result.stdout


def inspect(service):
    """Return the output of `docker inspect` for the container of a service."""
    name = compose("ps", "--all", "--quiet", service).strip()
    result = subprocess.run(["docker", "inspect", name], capture_output=True, text=True, check=True)
    return json.loads(result.stdout)[0]


def kill_processes(service):
    """Kill all processes of a container, which Docker then restarts."""
    kill = ("sh", "-c", "kill -9 $(cat /proc/1/task/1/children)")
    compose("exec", "-T", service, *kill, check=False)


def ip_addresses(service):
    """Return the current IP addresses of the container of a service, by network."""
    networks = inspect(service)["NetworkSettings"]["Networks"]
    return {name.rpartition("_")[2]: each["IPAddress"] for name, each in networks.items()}


def replica_url(service):
    """Return the URL of one replica, without the proxy; Docker on Linux routes it from the host."""
    return f"http://{ip_addresses(service)['default']}:8000"


def psql(sql, database="postgres"):
    """Run a query as the administrator of PostgreSQL; return rows of strings."""
    options = ("--username=postgres", f"--dbname={database}", "--csv", "-tc", sql)
    output = compose("exec", "-T", "db", "psql", *options)
    return [line.split(",") for line in output.splitlines()]


def are_ready(urls):
    """Return whether the replicas at these URLs are all ready."""
    try:
        responses = [
            requests.get(f"{url}/readyz", headers={"Host": "localhost"}, timeout=2) for url in urls
        ]
    except requests.RequestException:
        return False
    return {response.status_code for response in responses} == {200}


def wait_until(condition, seconds):
    """Wait until a condition is true; fail after a timeout."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)
