"""nginx in front of a server, with a cache of one second."""

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from runner.process import direct, free_port
from runner.signals import ended_with_parent, interruption

CONFIGURATION = Path(__file__).with_name("nginx.conf")
MISSING = (
    "nginx was not found: on Debian, apt-get install nginx-light; elsewhere, brew install nginx."
)
START_SECONDS = 20


class Nginx:
    """nginx with the configuration of nginx.conf, whose files are in a new folder."""

    def __init__(self, server, folder):
        self.folder, self.port = Path(folder) / f"nginx-{server.port}", free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.upstream = server.port
        self.process = None

    def start(self):
        """Start nginx; return once it responds. Raises RuntimeError if it does not."""
        self.folder.mkdir()
        text = CONFIGURATION.read_text(encoding="utf-8")
        values = {"PORT": self.port, "UPSTREAM": self.upstream, "FOLDER": self.folder}
        for name, value in values.items():
            text = text.replace(name, str(value))
        path = self.folder / "nginx.conf"
        path.write_text(text, encoding="utf-8")
        command = [*ended_with_parent(), find(), "-e", "stderr", "-c", str(path)]
        if os.geteuid() == 0:  # or the workers could not enter the folder
            command += ["-g", "user root;"]
        with self.log_path.open("wb") as log, interruption.hold():
            self.process = subprocess.Popen(command, stderr=log, start_new_session=True)  # noqa: S603
        self.wait()

    def wait(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with direct.open(f"{self.url}/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"nginx does not respond:\n{self.log()}")

    @property
    def log_path(self):
        return self.folder / "log"

    def log(self):
        """Return the error log so far."""
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()


def find():
    """Return the path of nginx, which Debian installs outside of the PATH of users, or None."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def serving(proxies):
    """Serve until the end of the block."""
    try:
        for proxy in proxies:
            proxy.start()
        yield
    finally:
        for proxy in proxies:
            proxy.stop()
