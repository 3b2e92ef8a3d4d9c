"""The files of deploy/swarm/ agree with the settings of the implementations."""

import re
import subprocess
from pathlib import Path

import pytest

from runner.process import ROOT, implementations

STACK = "".join(
    path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("deploy/swarm/*.yml"))
)
OF_IMAGES = {"POSTGRES_PASSWORD_FILE"}


def test_all_variables_of_the_stack_are_settings():
    names = set(re.findall(r"^ +([A-Z_]+): ", STACK, re.MULTILINE)) - OF_IMAGES
    known = re.findall("`([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"))
    of_frameworks = [each["settings_variable"] for each in implementations().values()]
    assert names
    assert {name.removesuffix("_FILE") for name in names} <= {*known, *of_frameworks}


def test_all_secrets_are_created(tmp_path):
    subprocess.run([ROOT / "deploy" / "swarm" / "create_secrets.sh", tmp_path], check=True)
    created = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert set(re.findall(r"\}/(\w+)\"", STACK)) == created.keys()
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    subprocess.run([ROOT / "deploy" / "swarm" / "create_secrets.sh", tmp_path], check=True)
    assert created == {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}


@pytest.mark.parametrize("name", implementations())
def test_migrations_of_the_versions_follow_the_last_one(name):
    """They would have two heads with a newer migration of the implementation."""
    folder = ROOT / "deploy" / "add_a_column" / name
    copied = re.findall(
        r"^COPY .*?(\S+) (\S+)$", (folder / "versions.Dockerfile").read_text(), re.M
    )
    tree = ROOT / implementations()[name]["tree"]
    former = max((tree / copied[0][1]).glob("0*.py")).stem
    assert {file for file, _ in copied} == {path.name for path in folder.glob("*.py")}
    for file, _ in copied:
        assert int(file[:4]) == int(former[:4]) + 1
        assert re.search(f'"({former}|{former[:4]})"', (folder / file).read_text())
        former = Path(file).stem
