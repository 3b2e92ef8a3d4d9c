"""One run, from empty databases to samples."""

import secrets
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import databases, implementations, machine, nginx, searches, sequential, writes
from bench.rounds import measure
from bench.servers import BASELINE, create_server, serving
from bench.statements import SETTINGS
from bench.workloads import create_workloads
from runner import command, postgresql
from runner.process import compared
from runner.process_stats import read_memory

ROUNDS = 5


def run(quick, progress):
    """Return everything that is measured, as JSON can hold it. Raises RuntimeError on failure."""
    with (
        tempfile.TemporaryDirectory(prefix="bench") as folder,
        ThreadPoolExecutor() as executor,  # whose threads fail without PostgreSQL
        postgresql.cluster(SETTINGS) as administrator,
        command.ending(),
    ):
        variables = {"SECRET_KEY": secrets.token_hex(32), "DEMO_PASSWORD": secrets.token_hex(8)}
        progress("filling the databases")
        created = executor.map(
            lambda each: implementations.create(each, administrator, folder, variables, quick),
            compared().values(),
        )
        found = {each.name: each for each in created}
        first = next(iter(found.values()))
        baseline = create_server(BASELINE, Path(folder), DATABASE_URL=first.database)
        servers = [baseline]
        for each in found.values():
            servers += [*each.servers.values(), *each.tutorials.values()]
        progress("starting the servers")
        proxies = [each.proxy for each in found.values()]
        with serving(servers, f"/profile/{first.users[0][0]}/"), nginx.serving(proxies):
            return describe_run(quick) | measure_all(
                found, baseline, administrator, variables, quick, progress
            )


def measure_all(found, baseline, administrator, variables, quick, progress):
    """Return everything that is measured while the servers run."""
    password, postgres = variables["DEMO_PASSWORD"], postgresql.get_postmaster_pid(administrator)
    workloads = create_workloads(found, baseline, postgres, password, quick)
    samples = measure(workloads, ROUNDS, progress)
    memory = {name: [read_memory(each.servers["few"])] for name, each in found.items()}
    memory[BASELINE["name"]] = [read_memory(baseline)]
    progress("writing")
    shares = writes.measure(found, administrator, postgres, password)
    progress("counting SQL statements, and timing the directory")
    role, suffix = ("main", "") if quick else ("million", "_million")
    return {
        "implementations": [*found],
        "samples": samples,
        "writes": shares,
        "memory_bytes": memory,
        "statements": sequential.count_statements(found, administrator, password),
        "tutorial_statements": sequential.count_tutorial_statements(workloads, administrator),
        "directory_far": sequential.directory_ratio(
            found, role, lambda name: databases.database_url(administrator, f"{name}{suffix}")
        ),
        "searches": searches.measure(
            found, administrator, password, role, lambda name: f"{name}{suffix}"
        ),
        "start_seconds": sequential.start_times(found, baseline, progress),
    }


def describe_run(quick):
    """Return the time, the machine and the options of the run."""
    users = databases.MANY if quick else databases.MILLION
    return machine.describe() | {"quick": quick, "users": users, "rounds": ROUNDS}
