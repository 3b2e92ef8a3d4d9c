"""The copies in which learners work: `.data/kata/django/` and `.data/kata/flask/`."""

import json
import shutil
from dataclasses import dataclass

from comparison.kata import exercises
from comparison.model.source_refs import (
    IGNORED_FOLDERS,
    IMPLEMENTATIONS,
    ROOT,
    list_files,
    read_file,
)
from runner.serve import data_dir


@dataclass(frozen=True)
class Workspace:
    """A copy of an implementation without a topic."""

    exercise: exercises.Exercise
    side: str
    level: str

    @property
    def folder(self):
        return get_folder(self.side)

    def expected(self):
        """Return the text of each file as `create` writes it."""
        texts, _ = self.exercise.remove(self.side, self.level)
        whole = {file: read_file(self.side, file) for file in list_files(self.side)} | texts
        return {file: text for file, text in whole.items() if text is not None}

    def create(self):
        """Copy the implementation without the topic, in place of the previous copy."""
        shutil.rmtree(self.folder, ignore_errors=True)
        tree = ROOT / IMPLEMENTATIONS[self.side]
        ignored = shutil.ignore_patterns(*IGNORED_FOLDERS, "*.sqlite3*")
        shutil.copytree(tree, self.folder, ignore=ignored)
        (self.folder / ".venv").symlink_to(tree / ".venv")
        texts, _ = self.exercise.remove(self.side, self.level)
        for file, text in texts.items():
            if text is None:
                (self.folder / file).unlink()
            else:
                (self.folder / file).write_text(text, encoding="utf-8")
        memory = {"topic": self.exercise.topic.id, "level": self.level}
        get_memory(self.side).write_text(json.dumps(memory), encoding="utf-8")

    def files(self):
        """Return the text of each file of the copy, except installed and generated ones."""
        paths = [path for path in sorted(self.folder.rglob("*")) if path.is_file()]
        names = {path.relative_to(self.folder): path for path in paths}
        return {
            name.as_posix(): path.read_text(encoding="utf-8", errors="replace")
            for name, path in names.items()
            if not IGNORED_FOLDERS & {*name.parts} and not name.name.startswith(".env")
        }

    def is_changed(self):
        """Return whether the learner has changed the copy."""
        return self.files() != self.expected()


def get_folder(side):
    """Return the folder of the copy of an implementation."""
    return data_dir() / "kata" / side


def get_memory(side):
    """Return the file that stores the exercise of a copy."""
    return data_dir() / "kata" / f"{side}.json"


def find(side=None):
    """Return the Workspace of an implementation, by default the latest one, or None."""
    stored = [get_memory(each) for each in ([side] if side else IMPLEMENTATIONS)]
    stored = [path for path in stored if path.exists() and get_folder(path.stem).is_dir()]
    if not stored:
        return None
    path = max(stored, key=lambda each: each.stat().st_mtime)
    memory = json.loads(path.read_text(encoding="utf-8"))
    return Workspace(exercises.get(memory["topic"]), path.stem, memory["level"])
