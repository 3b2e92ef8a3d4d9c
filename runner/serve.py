"""`make run`: serves the comparison site and every implementation until Ctrl-C.

`make logins` prints the logins again.
"""

import os
import signal
import socket
import sys
from contextlib import ExitStack
from pathlib import Path

from runner import signals
from runner.process import ROOT, Process, implementations
from runner.static_server import SITE, building, serving

# All settings of docs/settings.md except DATABASE_URL: each implementation has its own database.
PASSED_ON = (
    "SECRET_KEY", "DEMO_PASSWORD", "ADMIN_PASSWORD", "DEBUG", "DEBUG_TOOLBAR", "ALLOWED_HOSTS", "HTTPS",
    "TRUSTED_PROXIES", "WORKERS", "CACHE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL",
    "PASSWORD_RESET_TIMEOUT", "RELEASE", "LOG_LEVEL", "STATS_CACHE_TTL", "SITES_CACHE_TTL",
    "TASK_WORKER", "TASK_RETRY_DELAYS", "LOGIN_FAILURES_PER_USERNAME", "LOGIN_FAILURES_PER_IP", "LOGIN_LOCKOUT_SECONDS",
    "COMPARISON_URL", "WALKTHROUGH_SETTINGS", "WALKTHROUGH_GREETING",
    "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME",
)  # fmt: skip
# The sources of step 10 of the walkthrough that only the environment provides.
EXAMPLES = {
    "WALKTHROUGH_SETTINGS": "walkthrough/example_settings.py",
    "WALKTHROUGH_GREETING": "Hello from the environment",
}
STARTING = "Migrating the databases, adding demo users and starting the servers."
BUILDING = "Building the comparison site, which takes about 20 seconds after a change."
LOGINS = {"DEMO_PASSWORD": "ada, grace, ...", "ADMIN_PASSWORD": "admin"}


def data_dir():
    """Return the folder of databases and secrets: DATA_DIR, by default `.data/`."""
    return Path(os.environ.get("DATA_DIR") or ROOT / ".data").absolute()


def read_settings():
    """Return the settings of the environment that are passed on, with EXAMPLES for missing ones."""
    return EXAMPLES | {name: os.environ[name] for name in PASSED_ON if os.environ.get(name)}


def get_port(implementation):
    """Return the port of an implementation; exit if it is invalid or in use."""
    variable = implementation["port_variable"]
    port = os.environ.get(variable) or str(implementation["port"])
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", int(port)))
    except (OSError, ValueError, OverflowError) as error:
        sys.exit(f"Port {port} can't be used ({error}). Choose another port with {variable}=...")
    return port


def stored_password(name):
    """Return a password that `secrets.sh` has stored; raise OSError if there is none."""
    return (data_dir() / "secrets" / name).read_text(encoding="utf-8").removesuffix("\n")


def show_logins():
    """Print the demo logins, and the passwords of the environment that are not used."""
    for name, people in LOGINS.items():
        given = os.environ.get(name)
        try:
            password = stored_password(name)
        except OSError as error:
            sys.exit(f"There are no logins yet ({error}): `make run` creates them.")
        print(f"  log in as {people:<16} with {password}")
        if given and given != password:
            print(f"  {name} is not used: this password was set at the first start.")


def serve_site(stack, port):
    """Build and serve the comparison site; print its URL, or why it is not served."""
    print(BUILDING, flush=True)
    build = stack.enter_context(building(data_dir() / "site.log"))
    if build.wait():
        print(f"The comparison site was not built; see {data_dir() / 'site.log'}", flush=True)
        return
    url = stack.enter_context(serving(data_dir() / "site", port))
    print(f"  {'read':<8} {url}   both implementations, side by side", flush=True)


def serve():
    """Start all servers, print their URLs, and stop them at Ctrl-C, SIGTERM or SIGHUP."""
    try:
        data_dir().mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"{data_dir()} can't be used ({error}). Choose another folder with DATA_DIR=...")
    variables = read_settings()
    servers = []
    site_port = get_port(SITE)
    variables.setdefault("COMPARISON_URL", f"http://127.0.0.1:{site_port}")
    for name, implementation in implementations().items():
        settings = {implementation["settings_variable"]: "config.settings.dev"}
        port = get_port(implementation)
        servers.append(Process(implementation, data_dir(), PORT=port, **variables | settings))
        (data_dir() / f"{name}.log").unlink(missing_ok=True)
    signals.handle()
    try:
        with ExitStack() as stack:
            print(STARTING, flush=True)
            for server in servers:
                stack.callback(server.stop)
                server.start()
            for server in servers:
                server.wait()
                name = server.implementation["name"]
                print(f"  {name:<8} {server.url}   log: {server.log_path}", flush=True)
            show_logins()
            serve_site(stack, site_port)
            print("Press Ctrl-C to stop all servers.", flush=True)
            signal.pause()
    except KeyboardInterrupt:
        print()
    except RuntimeError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    show_logins() if sys.argv[1:] == ["logins"] else serve()
