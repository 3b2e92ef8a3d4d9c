"""One run, from empty databases to figures."""

import os
import platform
import secrets
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from bench import databases, single, sites
from bench.load import tool
from bench.rounds import measure
from bench.servers import FLOOR, server_of, serving
from bench.statements import SETTINGS
from bench.subjects import subjects
from shared_tests.launchers import postgresql
from shared_tests.launchers.costs import memory_of
from shared_tests.launchers.process import compared

ROUNDS = 5


def run(quick, progress):
    """Return all that is found, as what JSON can hold. Raises RuntimeError where one fails."""
    with (
        postgresql.cluster(SETTINGS) as administrator,
        tempfile.TemporaryDirectory(prefix="bench") as folder,
    ):
        given = {"SECRET_KEY": secrets.token_hex(32), "DEMO_PASSWORD": secrets.token_hex(8)}
        progress("filling the databases")
        with ThreadPoolExecutor() as executor:
            made = executor.map(
                lambda each: sites.make(each, administrator, folder, given, quick),
                compared().values(),
            )
            found = {site.name: site for site in made}
        first = next(iter(found.values()))
        floor = server_of(FLOOR, Path(folder), DATABASE_URL=first.database)
        servers = [floor, *(each for site in found.values() for each in site.servers.values())]
        progress("starting the servers")
        with serving(servers, f"/profile/{first.people[0][0]}/"):
            return about(quick) | in_service(found, floor, administrator, given, quick, progress)


def in_service(found, floor, administrator, given, quick, progress):
    """Return what is measured while everything is served."""
    password, postgres = given["DEMO_PASSWORD"], postgresql.process_of(administrator)
    turns = subjects(found, floor, postgres, password, quick)
    samples = measure(turns, ROUNDS, progress)
    memory = {name: [memory_of(site.servers["few"])] for name, site in found.items()}
    memory[FLOOR["name"]] = [memory_of(floor)]
    progress("counting statements, and timing the directory")
    role, suffix = ("main", "") if quick else ("million", "_million")
    return {
        "sides": [*found],
        "samples": samples,
        "memory_bytes": memory,
        "statements": single.statements(found, administrator, password),
        "directory_far": single.far(
            found, role, lambda name: databases.url_of(administrator, f"{name}{suffix}")
        ),
        "search_ms": single.search(found, administrator, role, lambda name: f"{name}{suffix}"),
        "start_seconds": single.starts(found, floor, progress),
    }


def about(quick):
    """Return when, where and how it was measured."""
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "quick": quick,
        "people": databases.MANY if quick else databases.MILLION,
        "rounds": ROUNDS,
        "machine": {
            "System": f"{platform.system()} {platform.release()}, {platform.machine()}",
            "Processors": os.cpu_count(),
            "Load before": round(os.getloadavg()[0], 1),
            "Python": platform.python_version(),
            "Load by": tool(),
        },
    }
