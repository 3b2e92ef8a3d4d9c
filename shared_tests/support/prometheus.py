"""The Prometheus metrics of a target."""

import time
from collections import Counter

from prometheus_client.parser import text_string_to_metric_families

from shared_tests.support.api_client import APIClient


class Metrics(Counter):
    """The samples of the text format, by name and labels."""

    def __init__(self, text=""):
        super().__init__()
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                key = (sample.name, *sorted(sample.labels.items()))
                self[key] = sample.value  # type: ignore[assignment]  # a float

    def of(self, name, **labels):
        """Return the sum of the samples of this name that have these labels."""
        chosen = labels.items()
        return sum(value for key, value in self.items() if key[0] == name and chosen <= {*key[1:]})


def read_metrics(server):
    return Metrics(APIClient(server.url).get("/metrics").text)


def asked(server, action):
    """Run an action; return the increase of the metrics, without the requests to `/metrics`."""
    before = read_metrics(server)
    action()
    grown = read_metrics(server)
    grown.subtract(before)
    own = {"method": "GET", "view": "health.metrics"}
    grown["http_requests_total", *sorted({**own, "status": "200"}.items())] -= 1
    return grown


def wait_until_in_use(server, number):
    """Wait until `number` database connections are in use."""
    deadline = time.monotonic() + 3
    while (found := read_metrics(server).of("db_connections_in_use")) != number:
        assert time.monotonic() < deadline, found
        time.sleep(0.05)


def requests_in(grown):
    """Return the counted requests among these metrics, by method, view and status."""
    return {
        tuple(dict(key[1:])[label] for label in ("method", "view", "status")): value
        for key, value in grown.items()
        if key[0] == "http_requests_total" and value
    }
