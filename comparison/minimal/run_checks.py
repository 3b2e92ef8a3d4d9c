"""Checks the minimal versions of one implementation, and prints the failures as JSON.

Runs with the Python of the implementation, with its name and the ids of topics as arguments.
"""

import contextlib
import importlib
import importlib.util
import json
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
import tomllib
import traceback
from pathlib import Path

from comparison.minimal.other_api import other_api
from comparison.minimal.steps import Session

MINIMAL = Path(__file__).parent
FILE = re.compile(r"^# (\S+\.(?:html|txt|css))\n((?:#(?:   .*)?\n)+)", re.MULTILINE)
COMMENT = re.compile("^#(?:   )?", re.MULTILINE)
FORK = multiprocessing.get_context("fork")


def main(implementation, *topics):
    """Check topics, by default all whose packages are installed; print the failures by topic."""
    sys.dont_write_bytecode = True
    os.environ["SECRET_KEY"] = "secret of the examples"  # noqa: S105
    names = sorted(path.parent.name for path in MINIMAL.glob("*/checks.toml"))
    found = [Topic(implementation, name) for name in topics or names]
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(sys.stderr):
        os.chdir(folder)
        sys.path.insert(0, folder)
        module = importlib.import_module(f"comparison.minimal.{implementation}_runner")
        runner = module.Runner(Path(folder))
        failures = check_topics(runner, [each for each in found if topics or each.has_packages()])
    print(json.dumps(failures))


def check_topics(runner, topics):
    """Return the failures of topics by id. Each topic is checked in a process of its own."""
    failures = {}
    for topic in topics:
        if runner.needs_own_setup(topic.source):
            failures[topic.id] = call_in_child(check, runner, topic)
    write_files(runner.folder, project_files(runner.implementation))
    runner.setup()
    for topic in topics:
        if topic.id not in failures:
            failures[topic.id] = call_in_child(check, runner, topic)
    return failures


def call_in_child(function, *args):
    """Return the result of a function that a child process calls."""
    receiver, sender = FORK.Pipe(duplex=False)
    process = FORK.Process(target=lambda: sender.send(function(*args)))
    process.start()
    sender.close()
    try:
        return receiver.recv()
    except EOFError:
        return ["the process ended without a result"]
    finally:
        process.join()


def check(runner, topic):
    """Return the failures of a topic, as texts."""
    os.environ |= topic.checks.get("environment", {})
    try:
        write_files(runner.folder, project_files(runner.implementation) | topic.files(runner))
        runner.load(topic.source, csrf=topic.checks.get("csrf", True))
        with other_api(topic.checks.get("api", {})) as api:
            os.environ["API_URL"] = api.url
            return Session(runner, api).failures(topic.checks["step"])
    except Exception:
        return [traceback.format_exc()]


class Topic:
    """The minimal version of a topic in one implementation."""

    def __init__(self, implementation, id):
        self.implementation = implementation
        self.id = id
        self.source = read_source(implementation, id)
        self.checks = tomllib.loads((MINIMAL / id / "checks.toml").read_text(encoding="utf-8"))

    def has_packages(self):
        """Return whether the packages that this version needs are installed here."""
        packages = self.checks.get("packages", {}).get(self.implementation, [])
        return all(importlib.util.find_spec(name) for name in packages)

    def files(self, runner):
        """Return the texts of the files of this version by path."""
        files = {}
        for module, other in self.checks.get("uses", {}).items():
            source = read_source(self.implementation, other)
            files |= {f"{runner.package}{module}.py": source} | files_in_comments(source)
        return files | {runner.path(self.source): self.source} | files_in_comments(self.source)


def read_source(implementation, id):
    """Return the text of the minimal version of a topic."""
    return (MINIMAL / id / f"{implementation}.py").read_text(encoding="utf-8")


def project_files(implementation):
    """Return the texts of the files of the project, in which each example runs, by path."""
    source = (MINIMAL / f"{implementation}_project.py").read_text(encoding="utf-8")
    return {"project.py": source} | files_in_comments(source)


def files_in_comments(source):
    """Return the texts of the files in the comments of a module by path."""
    return {path: COMMENT.sub("", text) for path, text in FILE.findall(source)}


def write_files(folder, texts):
    """Replace the files of a folder."""
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    importlib.invalidate_caches()


if __name__ == "__main__":
    main(*sys.argv[1:])
