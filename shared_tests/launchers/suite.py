"""Runs the suite against implementations, prints a table of what came out, and keeps it.

python -m shared_tests.launchers.suite local [NAME ...]      processes of this machine
python -m shared_tests.launchers.suite address URL           anything that answers there
python -m shared_tests.launchers.suite compose [NAME ...]    from within docker-compose.yml
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from shared_tests.launchers import matrix, postgresql, results
from shared_tests.launchers.process import ROOT, Process, implementations
from shared_tests.mailbox import mail_server

HOW = {"compose": "containers"}  # what the results call it
IGNORED = [f"--ignore=shared_tests/{folder}" for folder in ("repository", "in_browser", "scale")]


def run_pytest(*arguments):
    """Run pytest with these arguments; return whether all passed."""
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT).returncode == 0


def run_suite(target, folder):
    """Run smoke tests, all others side by side, and those that disturb; return the result files."""
    description = Path(folder) / "target.json"
    description.write_text(json.dumps(target), encoding="utf-8")
    stages = {
        "smoke": ["-m", "smoke"],
        "suite": ["-m", "not smoke and not alone", "-n", os.environ.get("SUITE_WORKERS", "2")],
        "alone": ["-m", "alone"],
    }
    files = []
    print(f"\n{target['name']} at {target['url']}", flush=True)
    for stage, options in stages.items():
        files.append(Path(folder) / f"{stage}.json")
        common = ["-q", f"--target={description}", f"--results={files[-1]}"]
        passed = run_pytest("shared_tests", *IGNORED, *common, *options)
        if stage == "smoke" and not passed:
            print("The set-up is wrong, not the application: the rest was not run.")
            break
    return [json.loads(path.read_text(encoding="utf-8")) for path in files if path.exists()]


@contextmanager
def local(implementation, folder):
    """Serve an implementation on SQLite, on a free port, with a PostgreSQL beside it."""
    passwords = {name: secrets.token_urlsafe(12) for name in ("DEMO_PASSWORD", "ADMIN_PASSWORD")}
    maildir = Path(folder) / "mail"
    with mail_server(maildir) as port, postgresql.cluster() as administrator:
        variables = {
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "SECRET_KEY": secrets.token_urlsafe(40),
        }
        variables |= {"WORKERS": "2", "LOGIN_ADDRESS_LIMIT": "1000000", "STATS_SECONDS": "1"}
        server = Process(implementation, folder, **passwords, **variables)
        server.start().wait()
        try:
            yield {
                "name": implementation["name"],
                "url": server.url,
                "demo_password": passwords["DEMO_PASSWORD"],
                "admin_password": passwords["ADMIN_PASSWORD"],
                "implementation": implementation,
                "database": server.environment["DATABASE_URL"],
                "postgresql": administrator,
                "log": str(server.log_path),
                "mailbox": str(maildir),
            }
        finally:
            server.stop()


@contextmanager
def compose(implementation, folder):
    """Describe a container of docker-compose.yml, seen from the suite's own container."""
    kept = Path("/data/secrets")
    maildir = Path(folder) / "mail"
    with mail_server(maildir, host="0.0.0.0", port=1025):  # noqa: S104, the container's own network
        yield {
            "name": implementation["name"],
            "url": f"http://{implementation['name']}:8000",
            "demo_password": (kept / "DEMO_PASSWORD").read_text(encoding="utf-8").strip(),
            "admin_password": (kept / "ADMIN_PASSWORD").read_text(encoding="utf-8").strip(),
            "database": f"postgresql://postgres@/{implementation['name']}?host=/run/postgresql",
            "mailbox": str(maildir),
        }


@contextmanager
def address(url, folder):
    """Describe whatever answers at a URL; the passwords come from the environment."""
    yield {
        "name": "target",
        "url": url.rstrip("/"),
        "demo_password": os.environ.get("DEMO_PASSWORD", ""),
        "admin_password": os.environ.get("ADMIN_PASSWORD", ""),
    }


def main(how, *names):
    launch = {"local": local, "compose": compose, "address": address}[how]
    table = implementations()
    targets = names if how == "address" else [table[name] for name in names or table]
    outcomes = []
    for each in targets:
        with tempfile.TemporaryDirectory() as folder, launch(each, folder) as target:
            outcomes.append((target["name"], run_suite(target, folder)))
            results.keep(target["name"], HOW.get(how, how), outcomes[-1][1])
    repository = how != "local" or run_pytest("-q", "shared_tests/repository")
    print(matrix.table(outcomes))
    sys.exit(0 if repository and matrix.all_passed(outcomes) else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
