"""What visitors notice while replicas, or the database, go away and come back: little."""

import subprocess
import time
from contextlib import ExitStack

import pytest

from runner.process import ROOT
from shared_tests.scale.compose import are_ready, compose, inspect, psql, url_of, wait_until
from shared_tests.scale.load import ACCEPTED, Load
from shared_tests.support.browser import Browser
from shared_tests.support.factories import demo_user, new_user, random_name

KILL = ("sh", "-c", "kill -9 $(cat /proc/1/task/1/children)")  # all that the container runs
SUCCESS = {200, *ACCEPTED}


def wait_for(replicas):
    """Return once all replicas are there again, at whatever address."""
    wait_until(lambda: are_ready([url_of(name) for name in replicas]), 60)


def started_at(services):
    return {name: inspect(name)["State"]["StartedAt"] for name in services}


@pytest.mark.spec("SCALE-4")
def test_a_replica_that_is_killed_costs_no_reading_and_nothing_acknowledged(target, replicas):
    before = started_at(replicas)
    with Load(target.url) as load:
        for name in replicas:
            compose("exec", "-T", name, *KILL, check=False)
            time.sleep(2)
            wait_for(replicas)
    after = started_at(replicas)
    assert [name for name in replicas if after[name] == before[name]] == []
    assert load.seen("GET") == {200}
    assert load.seen("POST") & ACCEPTED
    assert load.faults() == []


@pytest.mark.spec("SCALE-4")
def test_a_replica_that_stays_away_is_not_missed(target, replicas):
    with Load(target.url) as load:
        compose("kill", replicas[0])
        time.sleep(5)
        healthy = len(load.outcomes)
        time.sleep(3)
        later = load.outcomes[healthy:]
        compose("up", "--detach", "--no-deps", "--no-recreate", "--wait", replicas[0])
    wait_for(replicas)
    assert load.seen("GET") == {200}
    assert {outcome for _, outcome in later} <= SUCCESS
    assert load.faults() == []


@pytest.fixture(scope="module")
def rolled(target):
    """The load while all replicas of a target were replaced, and their containers before and after.

    A person was renamed before: whoever fills the database again brings back the old name.
    """
    replicas = target.scaled["replicas"]
    name, database = demo_user("members")["username"], target.scaled["role"]
    rename = "UPDATE users SET username = '{}' WHERE username = '{}'"
    before = [inspect(each)["Id"] for each in replicas]
    psql(rename.format(random_name(), name), database)
    with Load(target.url) as load:
        subprocess.run([ROOT / "proxy" / "rolling.sh", *replicas], check=True)
    there = Browser(target.url).get(f"/profile/{name}/").status
    return load, before, [inspect(each)["Id"] for each in replicas], there


@pytest.mark.spec("SCALE-5")
def test_replicas_are_replaced_one_by_one_and_no_request_fails(rolled):
    load, before, after, _ = rolled
    assert len({*before, *after}) == 2 * len(before)
    assert load.seen("GET") == {200}
    assert load.seen("POST") <= ACCEPTED
    assert load.faults() == []


@pytest.mark.spec("SCALE-8")
def test_a_replica_that_starts_does_not_fill_the_database(rolled):
    *_, status = rolled
    assert status == 404


@pytest.mark.spec("SCALE-6")
def test_while_the_database_restarts_there_are_503_and_soon_after_all_is_well(targets):
    urls = [url_of(name) for target in targets for name in target.scaled["replicas"]]
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
