"""Runs the suite against implementations, prints a table of the results, and stores them.

python -m runner.run_suite local [NAME ...]      processes on this machine
python -m runner.run_suite url URL           any server at this URL
python -m runner.run_suite compose [NAME ...]    from within docker-compose.yml
python -m runner.run_suite front-door        from within docker-compose.shared.yml

With --only, it runs the tests of a requirement (LOGIN-5), a group (LOGIN), several of them
(HOME,LOGIN) or a file (test_login.py), or those with this text in their name, and stores nothing.
"""

import argparse
import json
import os
import secrets
import sys
import tempfile
import urllib.error
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from runner import command, postgresql, report, results, signals
from runner.process import ROOT, START_SECONDS, SUITE_SETTINGS, Process, direct, implementations
from runner.serve import data_dir
from runner.side_by_side import run_side_by_side
from shared_tests.support.mailbox import mail_server
from shared_tests.support.target import Database

NO_TESTS = 5  # pytest's exit status if no test was selected
HOW = {"compose": "containers"}  # the name in the results
IGNORED = [
    f"--ignore=shared_tests/{folder}"
    for folder in ("meta", "browser", "scale", "swarm", "one_database")
]


def pytest_status(*arguments, python=sys.executable, **options):
    """Run pytest with these arguments; return its exit status. See `command.status`."""
    return command.status([python, "-m", "pytest", *arguments], cwd=ROOT, **options)


def workers():
    """Return the options for several workers of pytest-xdist."""
    return ["-n", os.environ.get("SUITE_WORKERS", "2")]


def run_pytest(*arguments):
    """Run pytest with these arguments; return whether all passed."""
    return pytest_status(*arguments) == 0


def describe(target, folder):
    """Write the description of a target for the tests to a file; return its path."""
    path = Path(folder) / "target.json"
    path.write_text(json.dumps(target), encoding="utf-8")
    print(f"\n{target['name']} at {target['url']}", flush=True)
    return path


def run_repository_tests():
    """Run the tests of the repository, and store their results; return whether all passed."""
    path = data_dir() / "repository.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    return run_pytest("-q", "shared_tests/meta", f"--results={path}", *workers())


def set_sample_seed():
    """With SAMPLE or SHARE, choose a seed for the choice of tests unless there is one; print it."""
    if os.environ.get("SAMPLE") or os.environ.get("SHARE"):
        seed = os.environ.get("SAMPLE_SEED") or secrets.token_hex(4)
        os.environ["SAMPLE_SEED"] = seed
        print(f"Running a random choice of tests: SAMPLE_SEED={seed}")


def run_selected(target, folder, only, results=None):
    """Run the tests that `only` selects in sequence; return whether all passed, and the tests.

    `results` is the file for the results, by default one in the folder.
    """
    results = Path(results or Path(folder) / "results.json")
    options = ["-q", f"--target={describe(target, folder)}", f"--only={only}"]
    options += ["--exchanges", f"--results={results}"]
    options += ["-rs"] if target.get("may_be_incomplete") else []  # what is not offered, and why
    passed = run_pytest("shared_tests", *IGNORED, *options)
    tests = json.loads(results.read_text(encoding="utf-8"))["tests"] if results.exists() else {}
    return passed, tests


def run_suite(target, folder):
    """Run the smoke tests, then the others in parallel, then those marked `alone`.

    Return the results of each stage.
    """
    description = describe(target, folder)
    stages = {
        "smoke": ["-m", "smoke"],
        "suite": ["-m", "not smoke and not alone", *workers()],
        "alone": ["-m", "alone"],
    }
    files = []
    for stage, options in stages.items():
        files.append(Path(folder) / f"{stage}.json")
        common = ["-q", f"--target={description}", f"--results={files[-1]}"]
        status = pytest_status("shared_tests", *IGNORED, *common, *options)
        if stage == "smoke" and status not in (0, NO_TESTS):
            print("The set-up is wrong, not the application: the other tests were not run.")
            break
    return [json.loads(path.read_text(encoding="utf-8")) for path in files if path.exists()]


@contextmanager
def local(implementation, folder, seconds=START_SECONDS):
    """Serve an implementation on SQLite on a free port; also start a PostgreSQL.

    Raises RuntimeError if it does not respond after `seconds`.
    """
    passwords = {name: secrets.token_urlsafe(12) for name in ("DEMO_PASSWORD", "ADMIN_PASSWORD")}
    maildir = Path(folder) / "mail"
    with mail_server(maildir) as port, postgresql.cluster(postgresql.preload()) as administrator:
        variables = {
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "SECRET_KEY": secrets.token_urlsafe(40),
        }
        server = Process(implementation, folder, **SUITE_SETTINGS, **passwords, **variables)
        with ExitStack() as stack:
            stack.callback(server.stop)
            server.start().wait(seconds=seconds)
            prepared = Path(folder) / "prepared.sqlite3"
            with closing(Database(server.environment["DATABASE_URL"])) as database:
                database.rows("VACUUM INTO :path", path=str(prepared))
            yield {
                "name": implementation["name"],
                "url": server.url,
                "demo_password": passwords["DEMO_PASSWORD"],
                "admin_password": passwords["ADMIN_PASSWORD"],
                "implementation": implementation,
                "database": server.environment["DATABASE_URL"],
                "postgresql": administrator,
                "prepared": str(prepared),
                "log": str(server.log_path),
                "mailbox": str(maildir),
            }


def read_secret(name):
    """Return a secret that the applications have stored on the volume that all containers have."""
    return Path("/data/secrets", name).read_text(encoding="utf-8").removesuffix("\n")


@contextmanager
def compose(implementation, folder):
    """Describe a container of docker-compose.yml, as reached from the suite's container."""
    maildir = Path(folder) / "mail"
    with mail_server(maildir, host="0.0.0.0", port=1025):  # noqa: S104, private network
        yield {
            "name": implementation["name"],
            "url": f"http://{implementation['name']}:8000",
            "demo_password": read_secret("DEMO_PASSWORD"),
            "admin_password": read_secret("ADMIN_PASSWORD"),
            "database": f"postgresql://postgres@/{implementation['name']}?host=/run/postgresql",
            "mailbox": str(maildir),
            "provider": os.environ.get("OIDC_ISSUER", "")
            and f"http://{implementation['name']}:9400",
        }


@contextmanager
def front_door(owner, folder):
    """Describe the reverse proxy of docker-compose.shared.yml; `owner` has made the tables."""
    with compose({"name": owner}, folder) as target:
        yield target | {"name": "shared", "url": "http://front-door:8003", "proxied": True}


@contextmanager
def url_target(url, folder):
    """Describe the server at a URL; the passwords come from the environment.

    Exit if no server responds.
    """
    try:
        direct.open(f"{url.rstrip('/')}/healthz", timeout=10).close()
    except urllib.error.HTTPError:
        pass  # a test says what is wrong with the response
    except (OSError, ValueError) as error:
        sys.exit(f"No server responds at {url} ({error}).")
    for name in ("DEMO_PASSWORD", "ADMIN_PASSWORD"):
        if not os.environ.get(name):
            print(f"{name} is not set: the tests that log in with it will fail.", file=sys.stderr)
    yield {
        "name": "target",
        "url": url.rstrip("/"),
        "may_be_incomplete": True,
        "demo_password": os.environ.get("DEMO_PASSWORD", ""),
        "admin_password": os.environ.get("ADMIN_PASSWORD", ""),
    }


def read_arguments():
    """Return the arguments, and the implementations or URLs."""
    parser = argparse.ArgumentParser(prog="suite", description="Run the shared suite.")
    parser.add_argument("--only", help="requirements, groups, a file, or a part of a test's name")
    parser.add_argument("--results", help="with --only and one name: the file for the results")
    parsers = parser.add_subparsers(dest="how", required=True)
    for how in ("local", "compose"):
        parsers.add_parser(how).add_argument("names", nargs="*", metavar="NAME")
    parsers.add_parser("url").add_argument("names", nargs=1, metavar="URL")
    parsers.add_parser("front-door").add_argument("names", nargs=1, metavar="OWNER")
    arguments = parser.parse_args()
    table = implementations()
    if arguments.how in ("url", "front-door"):
        return arguments, arguments.names
    for name in arguments.names:
        if name not in table:
            parser.error(f"unknown implementation {name!r}: choose from {', '.join(table)}")
    return arguments, [table[name] for name in arguments.names or table]


def main():
    arguments, targets = read_arguments()
    how, only = arguments.how, arguments.only
    set_sample_seed()
    launch = {"local": local, "compose": compose, "url": url_target, "front-door": front_door}[how]
    outcomes, selected = [], []
    if only and how == "local" and len(targets) > 1:
        selected, targets = run_side_by_side([each["name"] for each in targets], only), []
    for each in targets:
        with tempfile.TemporaryDirectory() as folder, launch(each, folder) as target:
            if only:
                passed, tests = run_selected(target, folder, only, arguments.results)
                selected.append((target["name"], passed, tests))
                continue
            outcomes.append((target["name"], run_suite(target, folder)))
            # Without the results of a part of the tests.
            if (
                how != "front-door"
                and not os.environ.get("PYTEST_ADDOPTS")
                and not os.environ.get("SHARE")
            ):
                results.keep(target["name"], HOW.get(how, how), outcomes[-1][1])
    if only:
        if text := report.compare_responses([(name, tests) for name, _, tests in selected]):
            print(text)
        sys.exit(0 if all(passed for _, passed, _ in selected) else 1)
    repository = how != "local" or run_repository_tests()
    print(report.table(outcomes))
    sys.exit(0 if repository and report.all_passed(outcomes) else 1)


if __name__ == "__main__":
    with signals.exiting():
        main()
