"""Prints the newest CPython, 3.12 or newer, of PATH, of pyenv's folder and of uv.

Exits with an error message if there is none.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 12)  # which the newest Django needs
NAME = re.compile(r"python3(?:\.(\d+))?")
CODE = """
import sys, venv
final = sys.version_info.releaselevel == "final" and sys.implementation.name == "cpython"
print(*sys.version_info[:3]) if final else sys.exit(1)
"""


def candidates():
    """Return the paths of programs that may be a Python, in the order of preference."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    folders = [Path(each) for each in os.environ.get("PATH", "").split(os.pathsep) if each]
    folders += sorted(pyenv.glob("versions/*/bin"))
    found = [path for folder in folders for path in sorted(folder.glob("python3*"))]
    names = [(path, NAME.fullmatch(path.name)) for path in found]
    minors = [(path, int(name[1] or OLDEST[1])) for path, name in names if name]
    return [*(str(path) for path, minor in minors if minor >= OLDEST[1]), *find_with_uv()]


def find_with_uv():
    """Return the path of the newest Python that uv knows, without a download, in a list."""
    command = ["uv", "python", "find", "--system", f">={'.'.join(map(str, OLDEST))}"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except OSError:
        return []
    return found.stdout.split("\n")[:1] if found.returncode == 0 else []


def read_version(path):
    """Return the version of a Python as a tuple; an empty one if it is no final CPython."""
    command = [path, "-I", "-c", CODE]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(map(int, found.stdout.split())) if found.returncode == 0 else ()


def choose(versions):
    """Return the path with the newest version, the first one of equal ones, or None."""
    suitable = {path: version for path, version in versions.items() if version >= OLDEST}
    return max(suitable, key=suitable.get, default=None)


if __name__ == "__main__":
    path = choose({path: read_version(path) for path in candidates()})
    if not path:
        sys.exit("The newest releases need Python 3.12 or newer: in PATH, in pyenv or in uv.")
    print(path)
