"""What both sides really answer to the requests of requests.toml: `make requests`, and its page."""

import json
import platform
import sys
import tempfile
from dataclasses import asdict, fields
from datetime import UTC, datetime

from comparison.exchange import responses
from comparison.exchange.client import Request, ask
from comparison.exchange.compare import compare, red
from comparison.exchange.responses import Answer
from comparison.exchange.servers import processes, serving
from comparison.model.data import read_toml
from comparison.model.source_refs import SIDES
from shared_tests.launchers import results, signals
from shared_tests.launchers.serve import data_dir

LONGEST_MESSAGE = 2_000  # characters of a log


def entries():
    """Return the tables of requests.toml."""
    return read_toml("requests.toml")["request"]


def request_of(entry):
    """Return the Request in a table of requests.toml."""
    names = {each.name for each in fields(Request)}
    return Request(**{name: value for name, value in entry.items() if name in names})


def record():
    """Return what both sides answer to all requests, when, and with which versions."""
    with tempfile.TemporaryDirectory() as folder:
        servers = processes(folder)
        with serving(servers) as password:
            exchanges = [
                entry | {"answers": asked(entry, servers, password)} for entry in entries()
            ]
    versions = {name: version for side in SIDES for name, version in results.versions(side).items()}
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "versions": versions | {"python": platform.python_version()},
        "exchanges": exchanges,
    }


def asked(entry, servers, password):
    """Return what each side answers to a request of requests.toml, as it is kept."""
    request = request_of(entry)
    return {side: asdict(answer(server.url, request, password)) for side, server in servers.items()}


def answer(url, request, password):
    """Return the Answer of a site to a request."""
    return responses.read(ask(url, request, password), url)


def compared(exchange):
    """Return the Lines of a recorded exchange."""
    sides = (Answer(**exchange["answers"][side]) for side in SIDES)
    return compare(request_of(exchange), *sides)


def main():
    """Write down what both sides answer; exit with 1 where a difference is not allowed."""
    try:
        recorded = record()
    except (RuntimeError, PermissionError) as error:
        sys.exit(str(error)[-LONGEST_MESSAGE:])
    path = data_dir() / "requests.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(recorded, indent=1), encoding="utf-8")
    found = [(each["id"], line) for each in recorded["exchanges"] for line in red(compared(each))]
    for name, line in found:
        told = " | ".join("-" if text is None else text.strip() for text in (line.left, line.right))
        print(f"{name}: {line.part}: {told}")
    number = len(recorded["exchanges"])
    print(f"{number} requests, {len(found)} differences not allowed by SPEC.md: {path}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    with signals.exiting():
        main()
