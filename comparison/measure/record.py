"""`make record`: copies the last results to comparison/recorded/, from which the site is built.

Run `make test`, `make requests`, `make numbers` and `make bench` before, on the same commit.
Without a whole run of `make faults`, or one of `make test-newest`, `make bench-async` or
`make flame-graphs`, the record of the previous one remains.
"""

import json
import shutil
import subprocess
import sys

from comparison.measure.numbers import describe_machine
from comparison.model.recorded import RECORDED, find, find_text
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT
from runner import results
from runner.serve import data_dir

RECORDED_BEFORE = ("async.json", "faults.json", "newest.json", "bench/flame_graphs.json")
PLOTS = tuple(f"bench/flame_graph_{name}.svg" for name in IMPLEMENTATIONS)
FILES = ("requests.json", "numbers.json", "bench.json", "repository.json")


def read_commit():
    """Return the id of the current commit."""
    command = ["git", "rev-parse", "--short=10", "HEAD"]
    return subprocess.check_output(command, cwd=ROOT, text=True).strip()  # noqa: S603


def summarize(run):
    """Return a run of the suite with one entry for all parameters of a test."""
    tests = {}
    for name, test in run["tests"].items():
        entry = tests.setdefault(
            name.partition("[")[0],
            {
                "requirements": test["requirements"],
                "outcome": "not offered",
                "cases": 0,
                "seconds": 0,
            },
        )
        entry["outcome"] = results.worst([entry["outcome"], test["outcome"]])
        entry["seconds"] = round(entry["seconds"] + test["seconds"], 2)
        entry["cases"] += 1
    return run | {"tests": tests}


def main():
    source = data_dir()
    runs = results.read(source)
    missing = [name for name in FILES if not (source / name).exists()]
    missing += [f"results/{name}.json" for name in IMPLEMENTATIONS if name not in runs]
    if missing:
        sys.exit(f"Nothing is recorded: {source} has no {', '.join(missing)}.")
    about = {"commit": read_commit(), "machine": describe_machine()}
    contents = {name: json.loads((source / name).read_text(encoding="utf-8")) for name in FILES}
    contents["repository.json"] = summarize(contents["repository.json"])
    contents |= {f"results/{name}.json": summarize(runs[name]) for name in IMPLEMENTATIONS}
    before = {name: find(source, name) for name in RECORDED_BEFORE}
    contents |= {name: content for name, content in before.items() if content}
    texts = {
        name: json.dumps(about | content, indent=0) + "\n" for name, content in contents.items()
    }
    texts |= {name: text for name in PLOTS if (text := find_text(source, name))}
    shutil.rmtree(RECORDED, ignore_errors=True)
    for name, text in texts.items():
        path = RECORDED / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"Recorded at {about['commit']}: {', '.join(texts)}")


if __name__ == "__main__":
    main()
