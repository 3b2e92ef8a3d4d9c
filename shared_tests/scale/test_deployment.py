"""What was started, in which order, and how much it may ask of the database."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from runner.process import SERVE
from shared_tests.scale.compose import compose, inspect, psql
from shared_tests.support.browser import Browser

FOR_COMMANDS = 8  # connections of jobs and prompts, and of replicas that are just going


def number_of(replicas):
    """Return how many connections the replicas can open.

    That is one for each thread of each process, and one more with which a process reads the sites.
    """
    server, *application = SERVE
    command = f". ./secrets.sh && {server} --print-config {' '.join(application)}"
    said = compose("exec", "-T", replicas[0], "sh", "-c", command)
    settings = dict(re.findall(r"^(workers|threads)\s+= (\d+)$", said, re.MULTILINE))
    return len(replicas) * int(settings["workers"]) * (int(settings["threads"]) + 1)


@pytest.mark.spec("SCALE-8")
def test_the_database_is_prepared_once_and_before_any_replica_starts(target, replicas):
    job = inspect(target.scaled["preparation"])
    assert (job["State"]["Status"], job["State"]["ExitCode"]) == ("exited", 0)
    assert job["RestartCount"] == 0
    assert len(replicas) == 3
    for name in replicas:
        assert job["State"]["FinishedAt"] < inspect(name)["State"]["StartedAt"]


@pytest.mark.spec("SCALE-9")
def test_the_limits_of_all_roles_leave_room_for_the_administrator():
    ((most,),) = psql("SHOW max_connections")
    ((reserved,),) = psql("SHOW superuser_reserved_connections")
    rows = psql("SELECT rolconnlimit FROM pg_roles WHERE rolcanlogin AND NOT rolsuper")
    limits = [int(limit) for (limit,) in rows]
    assert min(limits) > 0
    assert sum(limits) + int(reserved) <= int(most)


@pytest.mark.spec("SCALE-9")
def test_a_role_may_open_what_its_replicas_can(target, replicas):
    role = target.scaled["role"]
    ((limit,),) = psql(f"SELECT rolconnlimit FROM pg_roles WHERE rolname = '{role}'")
    assert int(limit) >= number_of(replicas) + FOR_COMMANDS


@pytest.mark.spec("SCALE-9")
def test_many_visitors_at_once_open_no_more_than_that(target, replicas):
    def visit(_):
        return {Browser(target.url).get("/profiles/").status for _ in range(5)}

    with ThreadPoolExecutor(40) as pool:
        statuses = set().union(*pool.map(visit, range(40)))
    role = target.scaled["role"]
    ((opened,),) = psql(f"SELECT count(*) FROM pg_stat_activity WHERE usename = '{role}'")
    assert statuses == {200}
    assert len(replicas) <= int(opened) <= number_of(replicas)
