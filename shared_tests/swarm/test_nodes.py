"""A node that dies, under load at the others."""

import time
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from runner.nodes import read_nodes
from shared_tests.scale.compose import wait_until
from shared_tests.scale.load import ACCEPTED, Load
from shared_tests.swarm.stack import containers_at, select_healthy

LOST = 20  # seconds that the proxy waits for the response of a replica


def count(nodes, name):
    """Return the number of healthy replicas on these nodes."""
    return sum(len(select_healthy(containers_at(node.engine, name))) for node in nodes)


@pytest.mark.spec("SWARM-6")
def test_node_that_dies_fails_no_get_and_loses_no_acknowledged_change(targets):
    names = [target.name for target in targets]
    ports = [urlsplit(target.url).port for target in targets]
    nodes = read_nodes()
    # The first node runs the database. The placement of replicas differs from run to run.
    dying = max(nodes[1:], key=lambda node: sum(count([node], name) for name in names))
    others = [node for node in nodes if node is not dying]
    urls = [f"http://{node.ip_address}:{port}" for node in others for port in ports]
    assert any(count([dying], name) for name in names)
    with ExitStack() as stack:
        loads = [stack.enter_context(Load(url)) for url in urls]
        stack.callback(dying.reconnect)
        dying.cut_off()
        wait_until(lambda: [count(others, name) for name in names] == [3, 3], 120)
        time.sleep(LOST + 5)
        numbers = [len(load.outcomes) for load in loads]
        time.sleep(5)
        later = [load.outcomes[number:] for load, number in zip(loads, numbers, strict=True)]
    for load, outcomes in zip(loads, later, strict=True):
        assert load.seen("GET") == {200}
        assert load.seen("POST") <= {502, 503, 504, *ACCEPTED}
        assert {outcome for _, outcome in outcomes} <= {200, *ACCEPTED}
        assert load.faults() == []
