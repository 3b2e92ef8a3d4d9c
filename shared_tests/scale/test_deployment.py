"""The deployment: start order, and the limits of database connections."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared_tests.scale.compose import compose, inspect, psql
from shared_tests.support.browser import Browser

FOR_COMMANDS = 8  # connections of jobs and shells, and of replicas that are stopping


def max_connections(replicas):
    """Return how many database connections the replicas can open.

    That is one for each thread of each process, one more for the process to read the sites, and one
    for the worker that sends their emails.
    """
    command = ". ./secrets.sh && gunicorn --print-config config.wsgi"
    output = compose("exec", "-T", replicas[0], "sh", "-c", command)
    settings = dict(re.findall(r"^(workers|threads)\s+= (\d+)$", output, re.MULTILINE))
    return len(replicas) * int(settings["workers"]) * (int(settings["threads"]) + 1) + 1


@pytest.mark.spec("SCALE-8")
def test_database_is_prepared_once_before_any_replica_starts(target, replicas):
    job = inspect(target.scaled["preparation"])
    assert (job["State"]["Status"], job["State"]["ExitCode"]) == ("exited", 0)
    assert job["RestartCount"] == 0
    assert len(replicas) == 3
    for name in replicas:
        assert job["State"]["FinishedAt"] < inspect(name)["State"]["StartedAt"]


@pytest.mark.spec("SCALE-9")
def test_connection_limits_of_roles_leave_room_for_the_administrator():
    ((maximum,),) = psql("SHOW max_connections")
    ((reserved,),) = psql("SHOW superuser_reserved_connections")
    rows = psql("SELECT rolconnlimit FROM pg_roles WHERE rolcanlogin AND NOT rolsuper")
    limits = [int(limit) for (limit,) in rows]
    assert min(limits) > 0
    assert sum(limits) + int(reserved) <= int(maximum)


@pytest.mark.spec("SCALE-9")
def test_connection_limit_of_a_role_covers_its_replicas(target, replicas):
    role = target.scaled["role"]
    ((limit,),) = psql(f"SELECT rolconnlimit FROM pg_roles WHERE rolname = '{role}'")
    assert int(limit) >= max_connections(replicas) + FOR_COMMANDS


@pytest.mark.spec("SCALE-9")
def test_concurrent_clients_do_not_exceed_the_connection_limit(target, replicas):
    def get_statuses(_):
        return {Browser(target.url).get("/profiles/").status for _ in range(5)}

    with ThreadPoolExecutor(40) as pool:
        statuses = set().union(*pool.map(get_statuses, range(40)))
    role = target.scaled["role"]
    ((opened,),) = psql(f"SELECT count(*) FROM pg_stat_activity WHERE usename = '{role}'")
    assert statuses == {200}
    assert len(replicas) <= int(opened) <= max_connections(replicas)
