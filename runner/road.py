"""The roads of docs/migrate/: an application moves to another framework, step by step.

`docs/migrate/<road>/road.toml` describes a road:

    start = "flask"           the folder of docs/migrate/start/ with the old application
    people = ["...", "..."]   commands with which the old application fills an empty database
    environment = {}          variables of all steps, if there are any
    count_hashes = "..."      a command of the last step: the hashes that are left, by algorithm

    [servers]                 each server by name, and what gunicorn runs for it
    flask = "wsgi:app"

    [[step]]
    title = "Put a proxy in front"
    patch = "02-....patch"    applied with `git apply`; a step may have none
    remove = ["app"]          files and folders to delete after that
    commands = ["..."]        run before the code of this step serves
    afterwards = ["..."]      run while the code of this step serves
    back = ["..."]            run with the files of this step, once those of the step before serve again
    environment = {}          variables from this step on; $NAME stands for an earlier value
    routes = {"/" = "flask"}  prefixes of paths; each holds until a later step changes it
    promises = ["HOME-1"]     requirements of SPEC.md that hold from this step on
    fulfils = ["test_..."]    tests that were excepted, and pass from this step on

    [step.except]             tests that fail from this step on, with the reason
    test_... = "..."
"""

import shutil
import subprocess
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from runner.process import ROOT

MIGRATE = ROOT / "docs" / "migrate"


@dataclass(frozen=True)
class Step:
    """One step of a road, as in its file."""

    title: str
    patch: str = ""
    remove: list = field(default_factory=list)
    commands: list = field(default_factory=list)
    afterwards: list = field(default_factory=list)
    back: list = field(default_factory=list)
    environment: dict = field(default_factory=dict)
    routes: dict = field(default_factory=dict)
    promises: list = field(default_factory=list)
    fulfils: list = field(default_factory=list)
    excepted: dict = field(default_factory=dict)


class Road:
    """A road, and the states of the application on it. Step 1 is the first one."""

    def __init__(self, name: str):
        self.name = name
        self.folder = MIGRATE / name
        table = tomllib.loads((self.folder / "road.toml").read_text(encoding="utf-8"))
        self.start = MIGRATE / "start" / table["start"]
        self.people = table["people"]
        self.environment = table.get("environment", {})
        self.count_hashes = table["count_hashes"]
        self.servers = table["servers"]
        self.steps = [
            Step(**{"excepted" if name == "except" else name: each[name] for name in each})
            for each in table["step"]
        ]

    def until(self, number: int) -> list[Step]:
        """Return the steps up to and including this one."""
        return self.steps[:number]

    def routes(self, number: int) -> dict[str, str]:
        """Return the server of each prefix after a step."""
        found = {}
        for step in self.until(number):
            found |= step.routes
        return found

    def promises(self, number: int) -> list[str]:
        """Return the requirements that hold after a step."""
        return sorted({name for step in self.until(number) for name in step.promises})

    def excepted(self, number: int) -> dict[str, str]:
        """Return the tests of these requirements that fail after a step, with the reasons."""
        found = {}
        for step in self.until(number):
            found |= step.excepted
            found = {name: found[name] for name in found if name not in step.fulfils}
        return found

    def build(self, number: int, folder: Path) -> Path:
        """Create the state of the application after a step, in an empty folder."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.start, folder, ignore=shutil.ignore_patterns("__pycache__"))
        # A repository of its own: elsewhere `git apply` skips files outside of the current folder.
        subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
        for step in self.until(number):
            if step.patch:
                command = ["git", "apply", "--whitespace=nowarn", str(self.folder / step.patch)]
                subprocess.run(command, cwd=folder, check=True)
            for name in step.remove:
                path = folder / name
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        return folder


def roads() -> list[str]:
    """Return the names of all roads."""
    return sorted(path.parent.name for path in MIGRATE.glob("*/road.toml"))
