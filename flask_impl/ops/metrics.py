"""Metrics for Prometheus (METRICS-1 to METRICS-6)."""

import os
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
PROXY_HEADERS = {"X-Forwarded-For", "Forwarded", "Via"}  # of requests through a proxy
DURATION_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

disable_created_metrics()  # not supported in multiprocess mode
registry = CollectorRegistry()  # without the metrics of the Python process: there may be several
requests = Counter(
    "http_requests_total", "Number of requests.", ["method", "view", "status"], registry=registry
)
durations = Histogram(
    "http_request_duration_seconds",
    "Duration of requests.",
    ["method", "view"],
    buckets=DURATION_BUCKETS,
    registry=registry,
)
queries = Histogram(
    "db_query_duration_seconds",
    "Duration of database queries.",
    buckets=(0.0001, 0.00025, 0.0005, *DURATION_BUCKETS),
    registry=registry,
)
connections_opened = Counter(
    "db_connections_opened_total", "Number of opened database connections.", registry=registry
)
connections_open = Gauge(
    "db_connections_open",
    "Number of open database connections.",
    multiprocess_mode="livesum",
    registry=registry,
)
connections_in_use = Gauge(
    "db_connections_in_use",
    "Number of database connections in use by a request.",
    multiprocess_mode="livesum",
    registry=registry,
)
cache_requests = Counter(
    "cache_requests_total",
    "Cache lookups: hit, miss, or error while the cache is unavailable.",
    ["result"],
    registry=registry,
)
cache_lookups = {result: cache_requests.labels(result) for result in ("hit", "miss", "error")}


@cache
def get_request_metrics(method, view, status):
    """Return the counter and the histogram of these labels."""
    return requests.labels(method, view, status), durations.labels(method, view)


def count_request(method, path, view, status, seconds):
    """Count a request, and measure its duration. Labels contain no text of the client."""
    if method not in METHODS:
        method = "other"
    if path.startswith(("/admin/", "/static/")):
        view = path.split("/", 2)[1]
    counter, histogram = get_request_metrics(method, view or "unknown", status)
    counter.inc()
    histogram.observe(seconds)


def generate_metrics(accept):
    """Return the metrics of all processes in an accepted format, and its content type."""
    target_registry = registry
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        target_registry = CollectorRegistry()
        MultiProcessCollector(target_registry)
    encode, content_type = choose_encoder(accept)
    return encode(target_registry), content_type
