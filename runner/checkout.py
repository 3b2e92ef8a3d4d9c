"""A clone of the working tree, as on another machine."""

import os
import subprocess
import tarfile
from pathlib import Path

from runner.process import ROOT


class Checkout:
    """The working tree as Git would commit it now, in a separate repository below `folder`."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.store = folder / "store.git"
        self.git("init", "--quiet", f"--separate-git-dir={self.store}", str(folder / "empty"))
        whole = (f"--git-dir={self.store}", f"--work-tree={ROOT}")
        self.git(*whole, "add", "--all")
        author = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.com")
        self.git(*whole, *author, "commit", "--quiet", "--message=All")

    def git(self, *arguments: str, **options) -> str:
        """Run Git without the caller's settings; return its output."""
        variables = {
            name: value for name, value in os.environ.items() if not name.startswith("GIT_")
        }
        variables |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        command = ("git", *arguments)
        return subprocess.run(
            command, check=True, env=variables, stdout=subprocess.PIPE, text=True, **options
        ).stdout

    def clone(self, name: str, *settings: str, umask: int = 0o022) -> Path:
        """Clone the repository with settings such as core.autocrlf=true; return the folder."""
        options = [word for setting in settings for word in ("--config", setting)]
        path = self.folder / name
        self.git("clone", "--quiet", *options, str(self.store), str(path), umask=umask)
        return path

    def archive(self, name: str, *settings: str) -> Path:
        """Unpack an archive created by `git archive`; return the folder."""
        options = [word for setting in settings for word in ("-c", setting)]
        path = self.folder / name
        packed = self.folder / f"{name}.tar"
        self.git(f"--git-dir={self.store}", *options, "archive", f"--output={packed}", "HEAD")
        with tarfile.open(packed) as tar:
            tar.extractall(path, filter="data")
        return path

    def entries(self) -> dict[str, str]:
        """Return the mode of each file by name."""
        listed = self.git(f"--git-dir={self.store}", "ls-tree", "-rz", "HEAD").split("\0")[:-1]
        return {line.partition("\t")[2]: line.split()[0] for line in listed}
