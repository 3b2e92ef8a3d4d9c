"""The files of deploy/swarm/ agree with the settings of the implementations."""

import re
import subprocess

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
