"""Both implementations on one database, behind one front door.

python -m runner.shared_database [OWNER]      `make run-shared`: serves until Ctrl-C
"""

import os
import signal
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from runner import front_door, signals
from runner.process import ROOT, Process, compared
from runner.serve import data_dir, get_port, read_settings, show_logins
from runner.strangler import STATIC, make_routes

PACKAGES = ROOT / "shared_database"
PORT = {"port_variable": "SHARED_PORT", "port": 8003}
BOTH = ["django", "flask"]
# Both serve all paths, except those that only one of them has. The files that both have come from
# the first one as long as it runs.
ROUTES = {
    "/": BOTH,
    "/admin/accounts/": "django",
    "/admin/audit/": "django",
    "/admin/grants/": "django",
    "/admin/jsi18n/": "django",
    "/admin/oauth/": "django",
    "/admin/tasks/": "django",
    "/admin/tokens/": "django",
    "/admin/auditlogentry/": "flask",
    "/admin/client/": "flask",
    "/admin/grant/": "flask",
    "/admin/queuedtask/": "flask",
    "/admin/token/": "flask",
    "/admin/user/": "flask",
} | STATIC


def choose_routes():
    """Return the routes of the variables STEP and FROM or, without STEP, ROUTES; exit if invalid."""
    if not os.environ.get("STEP"):
        return ROUTES
    try:
        return make_routes(os.environ["STEP"], os.environ.get("FROM") or "flask")
    except ValueError as error:
        sys.exit(str(error))


def processes(folder, settings, **variables):
    """Return a process of each implementation by name, all with the same database and log."""
    database = f"sqlite:///{quote(os.fsencode(Path(folder) / 'shared.sqlite3'))}"
    variables = {"DATABASE_URL": database} | variables
    found = {}
    for name, implementation in compared().items():
        own = {implementation["settings_variable"]: f"sharing.settings.{settings}"}
        own["PYTHONPATH"] = str(PACKAGES / name)
        found[name] = Process(implementation, folder, **variables | own)
        found[name].log_path = found[name].data_dir / "shared.log"
    return found


def prepare(servers, owner):
    """Create the database with the migrations of one implementation; let the others adopt it."""
    run(servers[owner], "./prepare.sh")
    for name, server in servers.items():
        if name != owner:
            run(server, *server.implementation["adopt"])


def run(process, *command):
    """Run a command; raise RuntimeError with its output if it fails."""
    result = process.run(*command, seconds=300)
    if result.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{result.stdout}{result.stderr}")


@contextmanager
def serving(servers, owner, port):
    """Prepare the database, and serve at the port of the front door while the context is entered.

    Exits if STEP or FROM is invalid.
    """
    routes = choose_routes()
    prepare(servers, owner)
    with ExitStack() as stack:
        for server in servers.values():
            stack.callback(server.stop)
            server.start("./serve.sh")
        for server in servers.values():
            server.wait()
        ports = {name: server.port for name, server in servers.items()}
        stack.enter_context(front_door.serving(port, ports, routes, header=""))
        yield


def main(owner="django"):
    """Serve both from one SQLite database, which one of them creates, until Ctrl-C."""
    if owner not in BOTH:
        sys.exit(f"OWNER={owner} is unknown: choose from {', '.join(BOTH)}.")
    port = get_port(PORT)
    data_dir().mkdir(parents=True, exist_ok=True)
    variables = read_settings()
    servers = processes(data_dir(), "dev", **variables)
    signals.handle()
    try:
        with serving(servers, owner, int(port)):
            print(f"  http://127.0.0.1:{port}   log: {servers[owner].log_path}")
            print("  The header X-Served-By of a response names the implementation.")
            show_logins()
            print("Press Ctrl-C to stop all servers.", flush=True)
            signal.pause()
    except KeyboardInterrupt:
        print()
    except RuntimeError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
