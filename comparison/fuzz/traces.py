"""What a server writes about its requests: the lines of its log, and its metrics."""

import json
import re
from collections import Counter

from comparison.exchange.allowed_differences import mask_reset_uid
from runner.process import direct

CHANGING_KEYS = {"timestamp", "request_id", "milliseconds"}  # of a line of the log
REQUESTS = re.compile(r"^http_requests_total\{(.*)\} (\S+)$", re.MULTILINE)
LABEL = re.compile(r'(\w+)="([^"]*)"')
NOT_UTF8 = re.compile("%[89A-F][0-9A-F]")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Traces:
    """What the log and the metrics of a server contain since the last `advance`."""

    def __init__(self, server):
        self.url, self.log_path = server.url, server.log_path
        self.position = self.next_position = self.log_path.stat().st_size
        self.counts = self.next_counts = self.read_counts()

    def read(self):
        """Return the events and requests of the log as sorted texts, and the requests counted."""
        with self.log_path.open("rb") as file:
            file.seek(self.position)
            text = file.read()
        complete = text[: text.rfind(b"\n") + 1]
        self.next_position = self.position + len(complete)
        self.next_counts = self.read_counts()
        events, requests = parse_log(complete.decode(errors="replace"))
        return events, requests, self.next_counts - self.counts

    def read_counts(self):
        """Return a Counter of requests by method, view and status, without those for metrics."""
        with direct.open(f"{self.url}/metrics") as response:
            return parse_metrics(response.read().decode())

    def advance(self):
        """Forget what was read last."""
        self.position, self.counts = self.next_position, self.next_counts

    def skip(self):
        """Forget what a run that failed has left."""
        self.read()
        self.advance()


def parse_log(text):
    """Return the events and the requests of a log: sorted lists of dicts as texts.

    Raises ValueError for a line that is not JSON.
    """
    events, requests = [], []
    for line in text.splitlines():
        keys = json.loads(line)
        if "path" in keys:
            keys["path"] = mask_path(keys["path"])
        rest = {key: keys[key] for key in sorted(keys.keys() - CHANGING_KEYS)}
        if keys["event"] != "request":
            events.append(json.dumps(rest))
        elif keys["path"] != "/metrics":
            requests.append(json.dumps(rest))
    return sorted(events), sorted(requests)


def mask_path(path):
    """Return a path of the log without what SPEC.md leaves open: its spelling, and the admin."""
    if path.startswith("/admin/"):
        return "/admin/"
    return mask_reset_uid(NOT_UTF8.sub("\ufffd", path))


def parse_metrics(text):
    """Return a Counter of requests by method, view and status, without those for metrics."""
    found = Counter()
    for labels, number in REQUESTS.findall(text):
        by = dict(LABEL.findall(labels))
        if by["view"] != "health.metrics":
            found[by["method"], by["view"], by["status"]] = int(float(number))
    return found


def find_contradictions(exchanges, requests, counts):
    """Return, as texts, in what the log and the metrics of a server contradict its responses."""
    received = Counter((each.request.method, each.status_code) for each in exchanges)
    logged = Counter((each["method"], each["status"]) for each in map(json.loads, requests))
    counted = Counter()
    for (method, _, status), number in counts.items():
        counted[method, int(status)] += number
    expected = Counter()
    for (method, status), number in received.items():
        expected[method if method in METHODS else "other", status] += number
    return [
        f"{name}: {dict(found)}, but responses: {dict(right)}"
        for name, found, right in [("log", logged, received), ("metrics", counted, expected)]
        if found != right
    ]
