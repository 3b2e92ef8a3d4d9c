"""The services of the stack that the launcher deployed, and their containers."""

import json
import os

from runner.nodes import read_nodes
from runner.swarm import docker


def inspect(service):
    """Return the description of a service."""
    return json.loads(docker("service", "inspect", f"{os.environ['STACK']}_{service}"))[0]


def update_state(service):
    """Return the state of the last update of a service, such as `completed`."""
    return inspect(service)["UpdateStatus"]["State"]


def image(service):
    """Return the image of the service, as in the file of the stack."""
    return inspect(service)["Spec"]["TaskTemplate"]["ContainerSpec"]["Image"]


def containers_at(engine, service, *options):
    """Return the descriptions of the running containers of a service on the node of an engine.

    "" is the engine of this machine.
    """
    at = f"--host={engine}"
    label = f"label=com.docker.swarm.service.name={os.environ['STACK']}_{service}"
    ids = docker(at, "ps", "--quiet", "--no-trunc", f"--filter={label}", *options).split()
    return json.loads(docker(at, "inspect", *ids)) if ids else []


def containers(service, *options):
    """Return the descriptions of the running containers of a service on all nodes."""
    engines = [node.engine for node in read_nodes()] or [""]
    return [each for engine in engines for each in containers_at(engine, service, *options)]


def healthy(service):
    """Return the IDs of the healthy containers of a service."""
    return select_healthy(containers(service))


def select_healthy(found):
    """Return the IDs of those containers that are healthy."""
    return {each["Id"] for each in found if each["State"]["Health"]["Status"] == "healthy"}


def replica_urls(service):
    """Return the URLs of the containers of a service, which Docker on Linux routes from the host."""
    (bridge,) = json.loads(docker("network", "inspect", "docker_gwbridge"))
    ends = {each["Name"]: each["IPv4Address"] for each in bridge["Containers"].values()}
    names = [f"gateway_{each['NetworkSettings']['SandboxID'][:12]}" for each in containers(service)]
    return [f"http://{ends[name].partition('/')[0]}:8000" for name in names]
