"""Outages of replicas and of the database, under load."""

import time
from contextlib import ExitStack

import pytest

from runner.swarm import docker
from shared_tests.scale.compose import are_ready, wait_until
from shared_tests.scale.load import ACCEPTED, Load
from shared_tests.swarm.stack import healthy, replica_urls


@pytest.mark.spec("SWARM-1")
def test_killed_replica_fails_no_get_and_is_replaced(load, targets):
    names = [target.name for target in targets]
    before = {name: healthy(name) for name in names}
    with load("GET"):
        for replicas in before.values():
            docker("kill", next(iter(replicas)))
        time.sleep(2)
        wait_until(lambda: {len(healthy(name)) for name in names} == {3}, 120)
    for name in names:
        assert len(before[name] & healthy(name)) == 2


@pytest.mark.spec("SCALE-6")
def test_killed_database_returns_503_and_then_recovers(targets):
    urls = [url for target in targets for url in replica_urls(target.name)]
    (before,) = healthy("db")
    with ExitStack() as stack:
        loads = [stack.enter_context(Load(target.url)) for target in targets]
        docker("kill", before)
        wait_until(lambda: healthy("db") - {before}, 60)
        time.sleep(5)  # a connection to its former IP address takes two seconds to fail
        assert are_ready(urls)
        numbers = [len(load.outcomes) for load in loads]
        time.sleep(3)
        later = [load.outcomes[number:] for load, number in zip(loads, numbers, strict=True)]
    for load, outcomes in zip(loads, later, strict=True):
        assert load.seen("GET", "POST") <= {200, 503, *ACCEPTED}
        assert {outcome for _, outcome in outcomes} <= {200, *ACCEPTED}
        assert load.faults() == []
