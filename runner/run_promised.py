"""Runs the part of the suite that an application promises to pass."""

import json
from pathlib import Path

from runner.process import ROOT
from runner.run_suite import describe, pytest_status


def run_promised(target, folder, requirements, excepted, *options):
    """Run the tests of these requirements, but those excepted, on a target; return the results."""
    promised = {"requirements": requirements, "excepted": list(excepted)}
    path, results = Path(folder) / "promised.json", Path(folder) / "results.json"
    path.write_text(json.dumps(promised), encoding="utf-8")
    results.unlink(missing_ok=True)
    where = [f"--target={describe(target, folder)}", f"--results={results}"]
    plugin = ["-p", "runner.promised", f"--promises={path}"]
    pytest_status(*suite_files(requirements), *plugin, *where, "-q", *options)
    return json.loads(results.read_text(encoding="utf-8"))


def suite_files(requirements):
    """Return the files of the suite that check one of these requirements."""
    files = sorted((ROOT / "shared_tests").glob("[a-z]*/test_*.py"))
    others = {"meta", "browser", "scale", "swarm"}
    return [
        path
        for path in files
        if path.parent.name not in others
        and any(f'"{name}"' in path.read_text(encoding="utf-8") for name in requirements)
    ]
