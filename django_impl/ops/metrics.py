"""What is counted and measured, for Prometheus to ask for (METRICS-1 to METRICS-6)."""

import os
from functools import cache

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
PROXIES = {"X-Forwarded-For", "Forwarded", "Via"}  # headers of whom a proxy has let through
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

disable_created_metrics()  # there are none where several processes serve
registry = CollectorRegistry()  # without Python's own, which would be those of one process
requests = Counter(
    "http_requests_total",
    "Requests that were answered.",
    ["method", "view", "status"],
    registry=registry,
)
durations = Histogram(
    "http_request_duration_seconds",
    "Time until the answer to a request was made.",
    ["method", "view"],
    buckets=SECONDS,
    registry=registry,
)
queries = Histogram(
    "db_query_duration_seconds",
    "Time of each statement that the database was asked.",
    buckets=(0.0001, 0.00025, 0.0005, *SECONDS),
    registry=registry,
)
connections_opened = Counter(
    "db_connections_opened_total", "Connections to the database that were made.", registry=registry
)
connections_open = Gauge(
    "db_connections_open",
    "Connections to the database.",
    multiprocess_mode="livesum",
    registry=registry,
)
connections_in_use = Gauge(
    "db_connections_in_use",
    "Connections to the database that a request holds.",
    multiprocess_mode="livesum",
    registry=registry,
)
cache_requests = Counter(
    "cache_requests_total",
    "Look-ups in the cache: found (hit), not found (miss), or the cache is away (error).",
    ["result"],
    registry=registry,
)
look_ups = {result: cache_requests.labels(result) for result in ("hit", "miss", "error")}


@cache
def of_requests(method, view, status):
    """Return what counts and what measures requests of one kind. There are few kinds."""
    return requests.labels(method, view, status), durations.labels(method, view)


def count_request(method, path, view, status, seconds):
    """Count a request, and measure it. No label holds what a visitor has made up."""
    if method not in METHODS:
        method = "other"
    if path.startswith(("/admin/", "/static/")):
        view = path.split("/", 2)[1]
    counter, histogram = of_requests(method, view or "unknown", status)
    counter.inc()
    histogram.observe(seconds)


def exposition(accept):
    """Return all figures, those of all processes where several serve, and their content type."""
    asked = registry
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        asked = CollectorRegistry()
        MultiProcessCollector(asked)
    encode, content_type = choose_encoder(accept)
    return encode(asked), content_type
