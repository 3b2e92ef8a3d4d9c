"""What the site is built from, so that it is built again only after a change."""

import hashlib
import os
import platform
from pathlib import Path

from comparison.model.source_refs import IGNORED_FOLDERS, ROOT
from comparison.site import about
from runner.process import compared

VARIABLES = ("LIVE", "REPOSITORY_URL", *(each["port_variable"] for each in compared().values()))


def digest(data_dir):
    """Return a digest of all files by name, size and time, and of what else the pages show.

    The files are those of the repository, and the results in `data_dir`.
    """
    found = hashlib.sha256(f"{platform.python_version()} {about.read_commit()}".encode())
    for name in VARIABLES:
        found.update(f"{name}={os.environ.get(name)}\n".encode())
    patterns = ("*.json", "results/*.json", "bench/flame_graph*")
    results = sorted(path for pattern in patterns for path in data_dir.glob(pattern))
    for path in [*repository_files(data_dir), *results]:
        status = path.stat()
        found.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return found.hexdigest()


def repository_files(data_dir):
    """Return the paths of the files of the repository, without installed and generated ones."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [
            each
            for each in folders
            if each not in IGNORED_FOLDERS and each[0] != "." and Path(folder, each) != data_dir
        ]
        found += [Path(folder, file) for file in files]
    return sorted(path for path in found if path.is_file() and ".sqlite3" not in path.name)
