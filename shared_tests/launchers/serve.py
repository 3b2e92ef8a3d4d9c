"""`make run`: serves the comparison and every implementation until Ctrl-C.

`make logins` shows the logins again.
"""

import os
import signal
import socket
import sys
from contextlib import ExitStack
from pathlib import Path

from shared_tests.launchers.front_door import SITE, serving
from shared_tests.launchers.process import ROOT, Process, implementations

PASSED_ON = (
    "SECRET_KEY", "DEMO_PASSWORD", "ADMIN_PASSWORD", "DEBUG", "ALLOWED_HOSTS",
    "CACHE_URL", "EMAIL_URL", "EMAIL_FROM", "RESET_LINK_SECONDS", "LOG_LEVEL", "PROXY_HOPS",
    "LOGIN_NAME_LIMIT", "LOGIN_ADDRESS_LIMIT", "LOGIN_LOCK_SECONDS",
    "COMPARISON_URL",
)  # fmt: skip


def data_dir():
    """Return the folder of databases and secrets, `.data/` unless DATA_DIR says otherwise."""
    return Path(os.environ.get("DATA_DIR") or ROOT / ".data").absolute()


def port_of(implementation):
    """Return the port for an implementation; exit where it is no port, or taken."""
    variable = implementation["port_variable"]
    port = os.environ.get(variable) or str(implementation["port"])
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", int(port)))
    except (OSError, ValueError, OverflowError) as error:
        sys.exit(f"Port {port} can't be used ({error}). Choose another one with {variable}=...")
    return port


def show_logins():
    """Print the demo logins from the environment or from the files where they were kept."""
    for name, people in (("DEMO_PASSWORD", "ada, grace, ..."), ("ADMIN_PASSWORD", "admin")):
        path = data_dir() / "secrets" / name
        if not os.environ.get(name) and not path.exists():
            sys.exit(f"There is no {path}: `make run` makes it.")
        password = os.environ.get(name) or path.read_text(encoding="utf-8").strip()
        print(f"  log in as {people:<16} with {password}")


def serve():
    """Start all, say where they are, and stop all at Ctrl-C or SIGTERM."""
    data_dir().mkdir(parents=True, exist_ok=True)
    variables = {name: os.environ[name] for name in PASSED_ON if os.environ.get(name)}
    servers, stack = [], ExitStack()
    site_port = port_of(SITE)
    variables.setdefault("COMPARISON_URL", f"http://127.0.0.1:{site_port}")
    for name, implementation in implementations().items():
        settings = {implementation["settings_variable"]: "config.settings.dev"}
        port = port_of(implementation)
        servers.append(Process(implementation, data_dir(), PORT=port, **variables | settings))
        (data_dir() / f"{name}.log").unlink(missing_ok=True)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    try:
        url = stack.enter_context(serving(data_dir() / "site", site_port))
        print(f"  {'read':<8} {url}   both side by side, in the browser", flush=True)
        for server in servers:
            server.start()
        for server in servers:
            server.wait()
            print(f"  {server.implementation['name']:<8} {server.url}   log: {server.log_path}")
        show_logins()
        print("Ctrl-C ends all.", flush=True)
        signal.pause()
    except KeyboardInterrupt:
        print()
    except RuntimeError as error:
        sys.exit(str(error))
    finally:
        stack.close()
        for server in servers:
            if server.process:
                server.stop()


if __name__ == "__main__":
    show_logins() if sys.argv[1:] == ["logins"] else serve()
