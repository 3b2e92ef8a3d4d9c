"""Docker Swarm: a swarm of one node, the images of several versions, and the stack of deploy/swarm/."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from runner.process import ROOT, implementations

DEPLOY = ROOT / "deploy"
# What these versions change in the first one.
FAULTS = {
    "failing": "ENV LOG_LEVEL=LOUD",  # the server exits
    "unready": "ENV PORT=8001",  # the health check finds no server
}
DEPLOY_SECONDS = 300  # for the slowest: an update that is rolled back
RELEASES = ("add", "forget", "drop")  # of deploy/add_a_column


def docker(*arguments: str, **options) -> str:
    """Run docker; return its output."""
    command = ["docker", *arguments]
    result = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, **options)
    return result.stdout.strip()


@contextmanager
def swarm() -> Iterator[None]:
    """Make this machine a swarm of one node until the end, unless it is in a swarm."""
    if docker("info", "--format={{.Swarm.LocalNodeState}}") == "active":
        yield
        return
    docker("swarm", "init", "--advertise-addr=127.0.0.1")
    try:
        yield
    finally:
        docker("swarm", "leave", "--force", start_new_session=True)  # also at another Ctrl-C


def build(prefix: str) -> None:
    """Build the images of all versions, with tags that begin with a prefix."""

    def build_image(name: str, version: str, *options: str, **others) -> None:
        tag = f"--tag=profiles-{name}:{prefix}{version}"
        docker("build", "--quiet", tag, *options, **others)

    build_image("proxy", "first", str(ROOT / "proxy"))
    for name, implementation in implementations().items():
        build_image(name, "first", str(ROOT / implementation["tree"]))
        first = f"profiles-{name}:{prefix}first"
        for version, change in FAULTS.items():
            build_image(name, version, "-", input=f"FROM {first}\n{change}\n")
        for version in RELEASES:
            folder = DEPLOY / "add_a_column" / name
            options = (f"--target={version}", f"--build-arg=FIRST={first}")
            build_image(
                name, version, *options, f"--file={folder}/versions.Dockerfile", str(folder)
            )


def find_images(prefix: str) -> list[str]:
    """Return the images whose tags begin with a prefix."""
    reference = f"--filter=reference=profiles-*:{prefix}*"
    return docker("image", "ls", "--format={{.Repository}}:{{.Tag}}", reference).split()


def remove_images(prefix: str) -> None:
    """Remove the images whose tags begin with a prefix."""
    docker("image", "rm", "--force", *find_images(prefix))


def copy_images(prefix: str, engines: list[str]) -> None:
    """Copy the images whose tags begin with a prefix, and the others of the stack, to other engines."""
    file = (DEPLOY / "swarm" / "prepare.yml").read_text(encoding="utf-8")
    images = [*find_images(prefix), *re.findall(r"^ +image: ([^$\s]+)$", file, re.MULTILINE)]
    with tempfile.NamedTemporaryFile() as archive:
        docker("save", f"--output={archive.name}", *images)
        for engine in engines:
            docker(f"--host={engine}", "load", "--quiet", f"--input={archive.name}")


def deploy(file: str, version: str) -> None:
    """Deploy a file of the stack with the images of a version, and wait until nothing changes.

    Raises TimeoutExpired, for example if a job fails again and again.
    """
    options = (
        "--detach=false",
        "--resolve-image=never",
        f"--compose-file={DEPLOY / 'swarm' / file}",
    )
    environment = os.environ | {"VERSION": version}
    command = ("stack", "deploy", *options, os.environ["STACK"])
    docker(*command, env=environment, timeout=DEPLOY_SECONDS)
