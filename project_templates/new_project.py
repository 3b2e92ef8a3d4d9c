"""`make new-django DIR=...` and `make new-flask DIR=...`: create a project from a template.

Copier copies the template. The list of common passwords, which Django ships, comes from the Flask
implementation.
"""

import shutil
import sys
from pathlib import Path

from copier import run_copy

from runner.process import ROOT, implementations

COPIED = {
    "django": [],
    "flask": ["accounts/common_passwords.txt", "accounts/common_passwords.LICENSE"],
}


def create(framework, folder):
    """Create a project in a folder. Exit if the folder is in use."""
    folder = Path(folder).absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        sys.exit(f"{folder} exists already, and is not an empty folder.")
    data = {"framework": framework}
    run_copy(str(Path(__file__).parent), folder, data, defaults=True, quiet=True)
    tree = ROOT / implementations()[framework]["tree"]
    for name in COPIED[framework]:
        shutil.copy(tree / name, folder / name)


def main():
    framework, *folders = sys.argv[1:]
    if len(folders) != 1:
        sys.exit(f"make new-{framework} DIR=path/of/a/new/folder")
    create(framework, folders[0])
    print(f"Created {folders[0]}: start with README.md there.")


if __name__ == "__main__":
    main()
