"""What a side is built on: the packages that it asks for, and all that come with them."""

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from comparison.model.source_refs import read


def pinned(side):
    """Return the versions of all packages of a side that this machine needs, by name."""
    found = {}
    for line in read(side, "requirements.txt").splitlines():
        if line[:1].isalpha():
            requirement = Requirement(line.rstrip("\\ "))
            if requirement.marker is None or requirement.marker.evaluate():
                (version,) = requirement.specifier
                found[canonicalize_name(requirement.name)] = version.version
    return found


def direct(side):
    """Return the names of the packages that a side asks for itself."""
    lines = [line.partition("#")[0].strip() for line in read(side, "requirements.in").splitlines()]
    return [canonicalize_name(Requirement(line).name) for line in lines if line]


def dependencies(side):
    """Return [name, version] of the packages asked for, and of those that come with them."""
    versions, asked = pinned(side), direct(side)
    return {
        "direct": [[name, versions[name]] for name in asked if name in versions],
        "indirect": [[*each] for each in versions.items() if each[0] not in asked],
    }


def asked_by(side):
    """Return, by the name of each package of a side, the names of the packages that ask for it."""
    found, asking = {}, set()
    for line in read(side, "requirements.txt").splitlines():
        if line[:1].isalpha():
            name = canonicalize_name(Requirement(line.rstrip("\\ ")).name)
            asking = found.setdefault(name, set())
        elif "#" in line:
            asking.add(line.partition("#")[2].removeprefix(" via").strip())
    return found


def closure(side, names):
    """Return the names of some packages and of all that come with them on this machine."""
    graph, found = asked_by(side), {canonicalize_name(name) for name in names}
    if unknown := found - {*pinned(side)}:
        raise LookupError(f"{side} has no package {', '.join(sorted(unknown))}")
    while more := {name for name, by in graph.items() if by & found} - found:
        found |= more
    return found & {*pinned(side)}
