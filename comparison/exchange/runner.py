"""`make requests`: sends the requests of requests.toml to both, and stores the responses."""

import json
import platform
import sys
import tempfile
from dataclasses import asdict, fields
from datetime import UTC, datetime

from comparison.exchange.client import Request, send
from comparison.exchange.compare import compare, not_allowed
from comparison.exchange.responses import Response, normalize
from comparison.exchange.servers import create_processes, serving
from comparison.model.data import read_toml
from comparison.model.source_refs import IMPLEMENTATIONS
from runner import results, signals
from runner.serve import data_dir

MAX_MESSAGE = 2_000  # characters of a log


def entries():
    """Return the tables of requests.toml."""
    return read_toml("requests.toml")["request"]


def build_request(entry):
    """Return the Request of a table of requests.toml."""
    names = {each.name for each in fields(Request)}
    return Request(**{name: value for name, value in entry.items() if name in names})


def fetch(base_url, request, password):
    """Return the normalized Response of an implementation to a request."""
    return normalize(send(base_url, request, password), base_url)


def record():
    """Return the responses of both to all requests, with the time and the versions."""
    with tempfile.TemporaryDirectory() as folder:
        servers = create_processes(folder)
        with serving(servers) as password:
            exchanges = [record_exchange(entry, servers, password) for entry in entries()]
    versions = {
        package: version
        for name in IMPLEMENTATIONS
        for package, version in results.versions(name).items()
    }
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "versions": versions | {"python": platform.python_version()},
        "exchanges": exchanges,
    }


def record_exchange(entry, servers, password):
    """Return a table of requests.toml with the responses of both, as JSON can hold them."""
    request = build_request(entry)
    responses = {
        name: asdict(fetch(server.url, request, password)) for name, server in servers.items()
    }
    return entry | {"responses": responses}


def compare_recorded(exchange):
    """Return the Lines of a recorded exchange."""
    responses = (Response(**exchange["responses"][name]) for name in IMPLEMENTATIONS)
    return compare(build_request(exchange), *responses)


def main():
    """Store the responses of both; exit with 1 if they have a difference that is not allowed."""
    try:
        recorded = record()
    except (RuntimeError, PermissionError) as error:
        sys.exit(str(error)[-MAX_MESSAGE:])
    path = data_dir() / "requests.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(recorded, indent=1), encoding="utf-8")
    exchanges = recorded["exchanges"]
    found = [
        (each["id"], line) for each in exchanges for line in not_allowed(compare_recorded(each))
    ]
    for name, line in found:
        values = ("-" if text is None else text.strip() for text in (line.left, line.right))
        print(f"{name}: {line.part}: {' | '.join(values)}")
    print(f"{len(exchanges)} requests, {len(found)} differences not allowed by SPEC.md: {path}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    with signals.exiting():
        main()
