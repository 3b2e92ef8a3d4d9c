"""Outages at random, one after the other, under load. With KILLS=600 they last for ten minutes."""

import os
import random
import time
from contextlib import ExitStack

import pytest

from shared_tests.scale.compose import are_ready, compose, kill_processes, replica_url, wait_until
from shared_tests.scale.load import ACCEPTED, Load

SECONDS = float(os.environ.get("KILLS") or 20)
RETURN = 20  # seconds until a killed container serves again


def kill_and_start(service):
    compose("kill", service)
    compose("up", "--detach", "--no-deps", "--no-recreate", "--wait", service)


def restart(service):
    compose("restart", service)


@pytest.mark.spec("SCALE-4", "SCALE-6")
def test_random_outages_lose_no_acknowledged_change(targets):
    rng = random.Random()  # noqa: S311
    replicas = [name for target in targets for name in target.scaled["replicas"]]
    outages = [(kill_processes, replicas), (restart, replicas), (kill_and_start, ["db", "cache"])]
    with ExitStack() as stack:
        loads = [stack.enter_context(Load(target.url)) for target in targets]
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            outage, services = rng.choice(outages)
            outage(rng.choice(services))
            wait_until(lambda: are_ready(map(replica_url, replicas)), RETURN)
        numbers = [len(load.outcomes) for load in loads]
        time.sleep(3)
        later = [load.outcomes[number:] for load, number in zip(loads, numbers, strict=True)]
    for load, outcomes in zip(loads, later, strict=True):
        assert load.seen("GET") <= {200, 503}
        assert load.seen("POST") <= {200, 502, 503, *ACCEPTED}
        assert {outcome for _, outcome in outcomes} <= {200, *ACCEPTED}
        assert load.faults() == []
