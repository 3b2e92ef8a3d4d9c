"""The packages in the requirements of an implementation, and their dependencies."""

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from comparison.model.source_refs import read_file


def pinned_versions(implementation):
    """Return the versions of all packages that this platform needs, by name."""
    found = {}
    for line in read_file(implementation, "requirements.txt").splitlines():
        if line[:1].isalpha():
            requirement = Requirement(line.rstrip("\\ "))
            if requirement.marker is None or requirement.marker.evaluate():
                (version,) = requirement.specifier
                found[canonicalize_name(requirement.name)] = version.version
    return found


def direct_names(implementation):
    """Return the names of the packages in requirements.in."""
    text = read_file(implementation, "requirements.in")
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    return [canonicalize_name(Requirement(line).name) for line in lines if line]


def dependencies(implementation):
    """Return [name, version] of the direct and of the indirect dependencies."""
    versions, direct = pinned_versions(implementation), direct_names(implementation)
    return {
        "direct": [[name, versions[name]] for name in direct if name in versions],
        "indirect": [[*each] for each in versions.items() if each[0] not in direct],
    }


def dependents(implementation):
    """Return, by the name of each package, the names of the packages that require it."""
    found, names = {}, set()
    for line in read_file(implementation, "requirements.txt").splitlines():
        if line[:1].isalpha():
            name = canonicalize_name(Requirement(line.rstrip("\\ ")).name)
            names = found.setdefault(name, set())
        elif "#" in line:
            names.add(line.partition("#")[2].removeprefix(" via").strip())
    return found


def closure(implementation, names):
    """Return the names of some packages and of all their dependencies on this platform."""
    graph, found = dependents(implementation), {canonicalize_name(name) for name in names}
    if unknown := found - {*pinned_versions(implementation)}:
        raise LookupError(f"{implementation} has no package {', '.join(sorted(unknown))}")
    while more := {name for name, by in graph.items() if by & found} - found:
        found |= more
    return found & {*pinned_versions(implementation)}
