"""Replicas that are killed, under load."""

import time

import pytest

from runner.swarm import docker
from shared_tests.scale.compose import wait_until
from shared_tests.swarm.stack import healthy


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
