"""Puts each fault of the catalogue into a copy of an implementation, and checks that a test fails.

python -m runner.run_faults [SELECTION]      a fault, a requirement, a kind or an implementation

The tests of the requirement run first, all others only if these pass, and not with QUICK=1. The test
that noticed the fault in the recorded run is the first of them. With SHARE=n, a random n-th of the
faults is tried. The results of a run without all of these are stored; one that was interrupted is
continued by the next one.
"""

import argparse
import json
import os
import random
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from multiprocessing import active_children
from pathlib import Path

from runner import postgresql, signals
from runner.faults import read_faults, select
from runner.process import ROOT, SUITE_SETTINGS, Process, compared
from runner.run_suite import IGNORED, pytest_status, set_sample_seed
from runner.serve import data_dir
from shared_tests.support.mailbox import mail_server

NOT_COPIED = shutil.ignore_patterns(".venv", "__pycache__", "*.sqlite3", ".data")
SUITE = ROOT / "shared_tests"
RECORDED = ROOT / "comparison/recorded/faults.json"
WORKERS = 2  # faults that are tried at the same time


def prepare(folder):
    """Prepare a database for each implementation; return the passwords in it."""
    passwords = {name: secrets.token_urlsafe(12) for name in ("DEMO_PASSWORD", "ADMIN_PASSWORD")}
    for implementation in compared().values():
        done = Process(implementation, folder, **passwords).run("./prepare.sh", seconds=300)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
    return passwords


def copy_tree(name, folder):
    """Copy the tree of an implementation, with a link to its environment; return its description."""
    implementation = compared()[name]
    tree, copied = ROOT / implementation["tree"], Path(folder) / implementation["tree"]
    shutil.copytree(tree, copied, symlinks=True, ignore=NOT_COPIED)
    (copied / ".venv").symlink_to((tree / ".venv").resolve())
    return implementation | {"tree": str(copied)}


@contextmanager
def serving(implementation, folder, prepared):
    """Serve a copy from a prepared database; yield the path of the description of the target.

    Raises RuntimeError if the server does not start.
    """
    maildir, passwords = Path(folder) / "mail", prepared["passwords"]
    with ExitStack() as stack:
        email = f"smtp://127.0.0.1:{stack.enter_context(mail_server(maildir))}"
        variables = SUITE_SETTINGS | {"EMAIL_URL": email, "SECRET_KEY": secrets.token_urlsafe(40)}
        server = Process(implementation, folder, **passwords, **variables)
        database = Path(prepared["folder"]) / server.database_path.name
        shutil.copy(database, server.database_path)
        stack.callback(server.stop)
        server.start("./serve.sh").wait()
        description = Path(folder) / "target.json"
        target = {
            "name": implementation["name"],
            "url": server.url,
            "demo_password": passwords["DEMO_PASSWORD"],
            "admin_password": passwords["ADMIN_PASSWORD"],
            "implementation": implementation,
            "database": server.environment["DATABASE_URL"],
            "postgresql": prepared["postgresql"],
            "prepared": str(database),
            "log": str(server.log_path),
            "mailbox": str(maildir),
        }
        description.write_text(json.dumps(target), encoding="utf-8")
        yield description


@cache
def recorded_tests():
    """Return the test that noticed each fault in the recorded run."""
    faults = json.loads(RECORDED.read_text(encoding="utf-8"))["faults"]
    return {name: result["test"] for name, result in faults.items()}


def find_stages(fault, description):
    """Return the arguments of pytest for each stage: the tests of the requirement, and all."""
    first = f"--first={recorded_tests().get(fault.name)}"
    common = ["-x", "-q", "-p", "no:cacheprovider", f"--target={description}", first]
    if fault.browser:
        pictures = f"--pictures={description.parent / 'pictures'}"
        return {"browser": [str(SUITE / "browser"), *common, pictures]}
    files = [
        str(path.relative_to(ROOT))
        for path in SUITE.rglob("test_*.py")
        if f'"{fault.requirement}"' in path.read_text(encoding="utf-8")
        and path.relative_to(SUITE).parts[0]
        not in ("meta", "browser", "scale", "swarm", "one_database")
    ]
    stages = {"requirement": [*files, *common, f"--only={fault.requirement}"]} if files else {}
    return (
        stages
        if os.environ.get("QUICK")
        else stages | {"suite": ["shared_tests", *IGNORED, *common]}
    )


def run_tests(folder, stage, arguments):
    """Run tests until one fails, without leaving any out; return its name and message, or None.

    Raises RuntimeError if no test ran, or pytest itself failed: that notices no fault.
    """
    results = Path(folder) / "results.json"
    python = SUITE / "browser/.venv/bin/python" if stage == "browser" else sys.executable
    chosen = {name: value for name, value in os.environ.items() if name not in ("SAMPLE", "SHARE")}
    with (Path(folder) / "output").open("w+", encoding="utf-8") as output:
        to_file = {"stdout": output, "stderr": subprocess.STDOUT}
        arguments = (*arguments, f"--results={results}")
        status = pytest_status(*arguments, python=python, env=chosen, **to_file)
        output.seek(0)
        printed = output.read()
    tests = json.loads(results.read_text(encoding="utf-8"))["tests"] if results.exists() else {}
    for name, test in tests.items():
        if test["outcome"] == "failed":
            return name, test["message"]
    if status or not tests:
        raise RuntimeError(printed[-2000:])
    return None


def try_fault(fault, prepared):
    """Apply a fault to a copy; return which test fails, after how many seconds, and its message.

    Raises ValueError if the fault does not apply, and RuntimeError if the server does not start with it:
    every test would notice that.
    """
    begun, failure, stage = time.monotonic(), None, ""
    with tempfile.TemporaryDirectory() as folder:
        implementation = copy_tree(fault.implementation, folder)
        fault.apply(implementation["tree"])
        (data := Path(folder) / "data").mkdir()
        with serving(implementation, data, prepared) as description:
            for stage, arguments in find_stages(fault, description).items():
                if failure := run_tests(data, stage, arguments):
                    break
    test, message = failure or ("", "")
    return {
        "requirement": fault.requirement,
        "stage": stage if failure else "",
        "test": test,
        "message": message.strip().partition("\n")[0],
        "seconds": round(time.monotonic() - begun, 1),
    }


def choose(faults):
    """Return a random n-th of the faults, with SHARE=n."""
    rng = random.Random(os.environ.get("SAMPLE_SEED"))  # noqa: S311
    share = int(os.environ.get("SHARE") or 1)
    return rng.sample(faults, max(1, len(faults) // share)) if share > 1 else faults


def run(faults, path):
    """Try faults, several at a time; store each result, and return all results by name."""
    done = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    left = [fault for fault in faults if fault.name not in done]
    with (
        tempfile.TemporaryDirectory() as folder,
        postgresql.cluster(postgresql.preload()) as administrator,
        ProcessPoolExecutor(WORKERS, initializer=signals.handle) as pool,
    ):
        prepared = {"folder": folder, "passwords": prepare(folder), "postgresql": administrator}
        tried = {pool.submit(try_fault, fault, prepared): fault for fault in left}
        try:
            for future in as_completed(tried):
                fault = tried[future]
                done[fault.name] = result = future.result()
                path.write_text(json.dumps(done, indent=1), encoding="utf-8")
                print(f"{result['seconds']:6.1f} s  {fault.name}: {describe(result)}", flush=True)
        except KeyboardInterrupt:
            for worker in active_children():
                worker.terminate()  # which stops its server and its tests
            raise
        finally:
            pool.shutdown(cancel_futures=True)
    return {fault.name: done[fault.name] for fault in faults}


def describe(result):
    """Return in one line which test noticed a fault."""
    if not result["stage"]:
        return "SURVIVED: all tests passed"
    where = "" if result["stage"] == "requirement" else f" ({result['stage']})"
    return result["test"].removeprefix("shared_tests/") + where


def main():
    parser = argparse.ArgumentParser(prog="run_faults", description="Try the catalogue of faults.")
    parser.add_argument("selection", nargs="?", help="a fault, a requirement, a kind or a side")
    selection = parser.parse_args().selection
    faults = list(read_faults().values())
    if selection:
        try:
            faults = select(faults, selection)
        except ValueError as error:
            sys.exit(str(error))
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = "*"
    set_sample_seed()
    folder = data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    is_whole = not (selection or os.environ.get("SHARE") or os.environ.get("QUICK"))
    with tempfile.TemporaryDirectory() as temporary:
        partial = (folder if is_whole else Path(temporary)) / "faults-partial.json"
        results = run(choose(faults), partial)
        if is_whole:
            store(results, folder / "faults.json")
            partial.unlink()
    survivors = [name for name, result in results.items() if not result["stage"]]
    print(f"\n{len(results) - len(survivors)} of {len(results)} faults were noticed.")
    for name in survivors:
        print(f"Not noticed: {name}")
    sys.exit(1 if survivors else 0)


def store(results, path):
    """Store the results of a whole run, with the time."""
    when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    path.write_text(json.dumps({"when": when, "faults": results}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    with signals.exiting():
        main()
