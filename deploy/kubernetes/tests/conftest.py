"""The manifests, as `kubectl kustomize` renders them with the example files of secrets."""

import shutil
import subprocess
import sys
from functools import cached_property
from pathlib import Path

import pytest
import yaml

from runner import signals
from runner.process import ROOT, compared

FOLDER = ROOT / "deploy" / "kubernetes"
KUBECTL = Path(sys.executable).with_name("kubectl")


def pytest_configure():
    signals.handle()


class Rendered:
    """What `kubectl kustomize` makes of the folder of an implementation."""

    def __init__(self, implementation, folder):
        self.implementation = implementation
        self.tree = ROOT / implementation["tree"]
        output = subprocess.run([KUBECTL, "kustomize", folder], capture_output=True, check=True)
        self.objects = list(yaml.safe_load_all(output.stdout))

    def find(self, kind, name):
        """Return the object with this kind and name, without the hash of a generated name."""
        found = {(each["kind"], each["metadata"]["name"]): each for each in self.objects}
        names = {name, *(key[1] for key in found if key[1].rpartition("-")[0] == name)}
        (match,) = [each for key, each in found.items() if key[0] == kind and key[1] in names]
        return match

    @cached_property
    def pods(self):
        """The template of the Pods of each Deployment and Job, by its name."""
        kinds = ("Deployment", "Job")
        owners = [each for each in self.objects if each["kind"] in kinds]
        return {each["metadata"]["name"]: each["spec"]["template"] for each in owners}

    @cached_property
    def containers(self):
        """The one container of each Deployment and Job, by the name of its owner."""
        return {name: only(pod["spec"]["containers"]) for name, pod in self.pods.items()}

    def read(self, name):
        """Return the content of a file of the implementation."""
        return (self.tree / name).read_text(encoding="utf-8")


def only(values):
    """Return the only element of a list."""
    (value,) = values
    return value


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A copy of the manifests in which each implementation has the example files of secrets."""
    copy = tmp_path_factory.mktemp("manifests") / "kubernetes"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns(".venv", "tests"))
    for name in compared():
        for example in FOLDER.glob("*.env.example"):
            shutil.copy(example, copy / name / example.stem)
    return copy


@pytest.fixture(scope="session", params=compared())
def rendered(request, folder):
    return Rendered(compared()[request.param], folder / request.param)
