"""A temporary PostgreSQL cluster on this machine. Uses only the standard library."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

from runner.signals import ended_with_parent, interruption

MISSING = (
    "No PostgreSQL was found (initdb, pg_ctl). On Debian, run `apt-get install postgresql`; "
    "elsewhere, add its commands to PATH."
)
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{}'
fsync = off
full_page_writes = off
synchronous_commit = off
"""


def find() -> Path | None:
    """Return the folder of PostgreSQL's commands, of the latest version, or None."""
    in_path = shutil.which("initdb")
    if in_path:
        return Path(in_path).parent
    debian = [each.parent for each in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(debian, key=lambda each: int(each.parent.name), default=None)


def preload() -> str:
    """Return the setting that loads pg_stat_statements, or an empty string if it is not installed."""
    folder = find()
    pg_config = folder and (folder / "initdb").resolve().with_name("pg_config")
    if not pg_config or not pg_config.exists():
        return ""
    libraries = subprocess.run([pg_config, "--pkglibdir"], capture_output=True, text=True).stdout
    found = [*Path(libraries.strip()).glob("pg_stat_statements.*")]
    return "shared_preload_libraries = 'pg_stat_statements'\n" if found else ""


@contextmanager
def cluster(more_settings: str = "") -> Iterator[str]:
    """Run a cluster that only this machine can connect to; yield the URL of its superuser.

    Without PostgreSQL, print a message and yield an empty string.
    """
    programs = find()
    if programs is None:
        print(f"{MISSING} The tests that need it are skipped.", file=sys.stderr)
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        data = Path(folder) / "data"
        run = runner(programs, folder)
        run("initdb", f"--pgdata={data}", "--username=postgres", "--auth=trust", "--locale=C.UTF-8",
            "--encoding=UTF8", "--no-sync")  # fmt: skip
        with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS.format(folder) + more_settings)
        url = f"postgresql://postgres@/postgres?host={quote(folder)}"
        with get_log_path(url).open("wb") as log, interruption.hold():
            program = (programs / "initdb").resolve().with_name("postgres")
            command = [*ended_with_parent(), *become(), str(program), "-D", str(data)]
            server = subprocess.Popen(
                command, env=environment(), cwd=folder, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True,  # not interrupted by Ctrl-C
            )  # fmt: skip
        try:
            wait_until_ready(server, url)
            yield url
        finally:
            if server.poll() is None:
                run("pg_ctl", f"--pgdata={data}", "--mode=immediate", "stop")
            server.wait()


def wait_until_ready(server: subprocess.Popen, url: str) -> None:
    """Return once a server accepts connections; raise RuntimeError with its log if it ends."""
    path = get_pid_path(url)
    while not (path.exists() and path.read_text(encoding="utf-8").rstrip().endswith("ready")):
        if server.poll() is not None:
            log = get_log_path(url).read_text(encoding="utf-8", errors="replace")
            raise RuntimeError(f"PostgreSQL does not start:\n{log}")
        time.sleep(0.05)


def get_log_path(url: str) -> Path:
    """Return the path of the log of a cluster, given its URL."""
    return Path(unquote(url.rpartition("host=")[2])) / "log"


def get_pid_path(url: str) -> Path:
    """Return the path of the file with the process id and the status of a cluster, given its URL."""
    return Path(unquote(url.rpartition("host=")[2])) / "data" / "postmaster.pid"


def get_postmaster_pid(url: str) -> int:
    """Return the process id of the postmaster of a cluster, given its URL."""
    return int(get_pid_path(url).read_text(encoding="utf-8").splitlines()[0])


def become() -> list[str]:
    """Return a command prefix that runs a command as another user than root: PostgreSQL requires it."""
    runuser = shutil.which("runuser") or "/usr/sbin/runuser"  # not in each PATH of root
    return [runuser, "-u", "nobody", "--"] if os.geteuid() == 0 else []


def environment() -> dict[str, str]:
    """Return the variables of PostgreSQL's commands."""
    return {"PATH": os.environ["PATH"], "LC_ALL": "C"}


def runner(programs: Path, folder: str) -> Callable[..., None]:
    """Return a function that runs a command of PostgreSQL in a folder, which it may write to."""
    if become():
        shutil.chown(folder, "nobody")

    def run(name, *arguments):
        """Run a command to completion; raise RuntimeError with its output if it fails."""
        done = subprocess.run(
            [*become(), programs / name, *arguments], env=environment(), cwd=folder,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
            start_new_session=True,  # not interrupted by Ctrl-C
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(f"{name} failed:\n{done.stdout}")

    return run


if __name__ == "__main__":
    if find() is None:
        sys.exit(MISSING)
