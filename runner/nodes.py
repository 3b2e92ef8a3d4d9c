"""Three nodes of a swarm on one machine, each with its engine and its network namespace (Linux, as root).

They are connected by a bridge, as machines are by a switch.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from runner.signals import ended_with_parent
from runner.swarm import docker

NUMBERS = (1, 2, 3)
BRIDGE, SUBNET = "swarm-nodes", "10.99.7"
FORWARD = ("FORWARD", "-i", BRIDGE, "-o", BRIDGE, "-j", "ACCEPT")
START_SECONDS = 60


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


class Node:
    """A node: its engine stores its data in a folder, and is reached by a socket there."""

    def __init__(self, number: int, folder: Path):
        self.namespace = f"swarm-node-{number}"
        self.link = f"swarm-{number}"  # the end of its cable at the bridge
        self.ip_address = f"{SUBNET}.{number}"
        self.folder = folder / self.namespace
        self.engine = f"unix://{self.folder}/docker.sock"

    def docker(self, *arguments: str) -> str:
        return docker(f"--host={self.engine}", *arguments)

    def cut_off(self) -> None:
        """Unplug the cable: nobody reaches the node, and its connections stay open at their other ends."""
        ip("link", "set", self.link, "down")

    def reconnect(self) -> None:
        ip("link", "set", self.link, "up")

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Create the network namespace, with an interface at the bridge, until the end."""
        with ExitStack() as stack:
            ip("netns", "add", self.namespace)
            stack.callback(ip, "netns", "delete", self.namespace)
            ip("link", "add", self.link, "type", "veth", "peer", "eth0", "netns", self.namespace)
            stack.callback(ip, "link", "delete", self.link)  # the namespace would do so, but later
            ip("link", "set", self.link, "master", BRIDGE, "up")
            ip("-n", self.namespace, "addr", "add", f"{self.ip_address}/24", "dev", "eth0")
            ip("-n", self.namespace, "link", "set", "eth0", "up")
            ip("-n", self.namespace, "link", "set", "lo", "up")
            ip("-n", self.namespace, "route", "add", "default", "via", f"{SUBNET}.254")
            yield

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run the engine until the end; its containers end with it. Raises TimeoutError."""
        self.folder.mkdir(parents=True)
        command = [
            *ended_with_parent(), "nsenter", f"--net=/run/netns/{self.namespace}", "dockerd",
            f"--data-root={self.folder}/data", f"--exec-root={self.folder}/run",
            f"--pidfile={self.folder}/pid", f"--host={self.engine}",
        ]  # fmt: skip
        with (self.folder / "log").open("w", encoding="utf-8") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        try:
            self.wait()
            yield
            self.docker("swarm", "leave", "--force")
        finally:
            process.terminate()
            process.wait()

    def wait(self) -> None:
        """Wait until the engine responds."""
        deadline = time.monotonic() + START_SECONDS
        command = ["docker", f"--host={self.engine}", "info"]
        while subprocess.run(command, capture_output=True).returncode:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.folder}/log")
            time.sleep(0.5)


@contextmanager
def bridge() -> Iterator[None]:
    """Create the bridge, and forward what it receives also if Docker's firewall rules drop it."""
    with ExitStack() as stack:
        ip("link", "add", BRIDGE, "type", "bridge")
        stack.callback(ip, "link", "delete", BRIDGE)
        ip("addr", "add", f"{SUBNET}.254/24", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        subprocess.run(["iptables", "--insert", *FORWARD], check=True)
        stack.callback(subprocess.run, ["iptables", "--delete", *FORWARD], check=True)
        yield


@contextmanager
def nodes(folder: Path) -> Iterator[list[Node]]:
    """Make a swarm of three nodes, of which the first is the manager, until the end."""
    found = [Node(number, folder) for number in NUMBERS]
    first, *others = found
    with ExitStack() as stack:
        stack.enter_context(bridge())
        for node in found:
            stack.enter_context(node.connected())
            stack.enter_context(node.running())
        first.docker("swarm", "init", f"--advertise-addr={first.ip_address}")
        token = first.docker("swarm", "join-token", "--quiet", "worker")
        for node in others:
            options = (f"--advertise-addr={node.ip_address}", f"--token={token}")
            node.docker("swarm", "join", *options, f"{first.ip_address}:2377")
        yield found


def read_nodes() -> list[Node]:
    """Return the nodes whose folder the launcher put in the environment, or an empty list."""
    folder = os.environ.get("NODES")
    return [Node(number, Path(folder)) for number in NUMBERS] if folder else []
