"""Outages of replicas and of the database, under load."""

import time
from contextlib import ExitStack

import pytest

from shared_tests.scale.compose import (
    are_ready,
    compose,
    inspect,
    kill_processes,
    psql,
    replica_url,
    wait_until,
)
from shared_tests.scale.load import ACCEPTED, Load
from shared_tests.support.browser import Browser
from shared_tests.support.factories import demo_user, new_user, random_name

SUCCESS = {200, *ACCEPTED}


def wait_for(replicas):
    """Wait until all replicas are ready again; their IP addresses may have changed."""
    wait_until(lambda: are_ready([replica_url(name) for name in replicas]), 60)


def started_at(services):
    return {name: inspect(name)["State"]["StartedAt"] for name in services}


@pytest.mark.spec("SCALE-4")
def test_killed_replica_fails_no_get_and_loses_no_acknowledged_change(target, replicas):
    before = started_at(replicas)
    with Load(target.url) as load:
        for name in replicas:
            kill_processes(name)
            time.sleep(2)
            wait_for(replicas)
    after = started_at(replicas)
    assert [name for name in replicas if after[name] == before[name]] == []
    assert load.seen("GET") == {200}
    assert load.seen("POST") & ACCEPTED
    assert load.faults() == []


@pytest.mark.spec("SCALE-4")
def test_stopped_replica_fails_no_request_after_the_health_check(target, replicas):
    with Load(target.url) as load:
        compose("kill", replicas[0])
        time.sleep(5)
        number = len(load.outcomes)
        time.sleep(3)
        later = load.outcomes[number:]
        compose("up", "--detach", "--no-deps", "--no-recreate", "--wait", replicas[0])
    wait_for(replicas)
    assert load.seen("GET") == {200}
    assert {outcome for _, outcome in later} <= SUCCESS
    assert load.faults() == []


@pytest.fixture(scope="module")
def recreated(target):
    """The load while the replicas are recreated, their containers, and the status of a profile.

    A demo user was renamed before: a replica that seeds the database creates the old name again.
    """
    replicas = target.scaled["replicas"]
    name, database = demo_user("members")["username"], target.scaled["role"]
    rename = "UPDATE users SET username = '{}' WHERE username = '{}'"
    before = [inspect(each)["Id"] for each in replicas]
    psql(rename.format(random_name(), name), database)
    with Load(target.url) as load:
        for each in replicas:
            compose("up", "--detach", "--no-deps", "--force-recreate", "--wait", each)
    profile_status = Browser(target.url).get(f"/profile/{name}/").status
    return load, before, [inspect(each)["Id"] for each in replicas], profile_status


@pytest.mark.spec("SCALE-5")
def test_recreated_replica_fails_no_get_and_loses_no_acknowledged_change(recreated):
    load, before, after, _ = recreated
    assert len({*before, *after}) == 2 * len(before)
    assert load.seen("GET") == {200}
    assert load.seen("POST") & ACCEPTED
    assert load.faults() == []


@pytest.mark.spec("SCALE-8")
def test_starting_replica_does_not_seed_the_database(recreated):
    *_, status = recreated
    assert status == 404


@pytest.mark.spec("SCALE-6")
def test_database_restart_returns_503_and_then_recovers(targets):
    urls = [replica_url(name) for target in targets for name in target.scaled["replicas"]]
    with ExitStack() as stack:
        loads = [stack.enter_context(Load(target.url)) for target in targets]
        compose("restart", "db")
        compose("up", "--detach", "--no-deps", "--wait", "db")
        wait_until(lambda: are_ready(urls), 5)
        numbers = [len(load.outcomes) for load in loads]
        time.sleep(3)
        later = [load.outcomes[number:] for load, number in zip(loads, numbers, strict=True)]
    for target, load, outcomes in zip(targets, loads, later, strict=True):
        assert load.seen("GET", "POST") <= SUCCESS | {503}
        assert 503 in load.seen("GET")
        assert {outcome for _, outcome in outcomes} <= SUCCESS
        assert load.faults() == []
        assert Browser(target.url).sign_up(**new_user()).path == "/profile/"
