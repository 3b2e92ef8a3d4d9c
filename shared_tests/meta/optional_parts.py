"""Copies of an implementation without a part that one line of its settings turns off."""

import shutil

from shared_tests.meta.source_files import sources, text

LEFT_OUT = shutil.ignore_patterns(".venv", "*.sqlite3*", "staticfiles", "__pycache__")


def copy_without(tree, copy, setting, parts):
    """Copy an implementation without the files of a part, and its setting off; return the copy."""
    shutil.copytree(tree, copy, ignore=LEFT_OUT)
    for part in parts:
        path = copy / part
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    settings = copy / "config" / "settings" / "base.py"
    before = text(settings)
    assert before.count(f"{setting} = True") == 1
    settings.write_text(before.replace(f"{setting} = True", f"{setting} = False"), encoding="utf-8")
    return copy


def find_files(tree, name):
    """Return the files of an implementation that contain a name, in any case."""
    paths = sources(tree, ".py", ".html", ".css", ".sh")
    return {path.relative_to(tree).as_posix() for path in paths if name in text(path).lower()}
