"""Actions and base images are pinned, and an update changes each of them everywhere."""

import re
from collections import defaultdict

import pytest

from runner.process import ROOT
from shared_tests.meta.source_files import files, relative, text

WORKFLOWS = files(".github/workflows/*.yml")
COMPOSE = files("docker-compose*.yml")
STACK = files("deploy/swarm/*.yml")
DOCKERFILES = files("Dockerfile", "*/Dockerfile")
REQUIREMENTS = files("*/requirements*.in")
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v[0-9.]+")
UPDATES = text(ROOT / ".github" / "dependabot.yml").split("- package-ecosystem: ")[1:]
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=relative)


def updated(ecosystem):
    """Return the folders of an ecosystem that Dependabot updates."""
    update = next(each for each in UPDATES if each.split()[0] == ecosystem)
    return {ROOT / folder for folder in re.findall(r"^      - /(.*)", update, re.MULTILINE)}


def images():
    """Yield the base images of all files, each with its version."""
    for path in [*DOCKERFILES, *COMPOSE, *STACK]:
        yield from re.findall(r"^(?:FROM| +image:) ([^\s:$]+):(\S+)", text(path), re.MULTILINE)


@each_workflow
def test_an_action_is_pinned_by_its_commit_and_names_its_version(path):
    assert [each for each in re.findall("uses: (.*)", text(path)) if not PINNED.match(each)] == []


@each_workflow
def test_only_single_jobs_of_a_workflow_may_write(path):
    assert re.search(r"^permissions:(?: {}|\n  contents: read)\n\w", text(path), re.MULTILINE)


def test_a_base_image_has_the_same_version_in_all_files():
    versions = defaultdict(set)
    for name, version in images():
        versions[name].add(version)
    assert versions.keys() >= {"python", "nginx", "postgres", "valkey/valkey"}
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("ecosystem", "paths"),
    [("docker", DOCKERFILES), ("docker-compose", COMPOSE), ("uv", REQUIREMENTS)],
)
def test_dependabot_updates_each_folder(ecosystem, paths):
    assert updated(ecosystem) == {path.parent for path in paths}
