"""Takes one step on both sides, and finds what differs afterwards."""

import json
import re
import time
from itertools import zip_longest
from urllib.parse import urlsplit

from comparison.exchange.allowed_differences import RULES
from comparison.exchange.client import Request
from comparison.exchange.compare import compare, not_allowed
from comparison.exchange.responses import normalize
from comparison.fuzz.state import read_mails, read_tables
from comparison.fuzz.traces import find_contradictions
from shared_tests.support import http_log

SECONDS = 3  # until emails, metrics and lines of the log are there
# What differs by chance in a page or in JSON: the time of day, a secret, and the key of a session.
MASKS = [
    (re.compile(r"\b\d\d:\d\d\b"), "**:**"),
    (re.compile(r'(id="token"> |"token": ").*'), r"\1***"),
    (re.compile(r'(name="session" type="hidden" value=").*'), r"\1***"),
]
# Bodies that SPEC.md leaves open, or that may be cached for a second (STATS-2).
OPEN_BODIES = ("/admin", "/api/openapi.json", "/stats/")


class Differs(AssertionError):
    """Something differs that SPEC.md does not allow to differ."""


used_rules = set()


def take(sides, step, *arguments):
    """Run a step on both sides; raise Differs if anything differs afterwards."""
    exchanges, outcomes = zip(*(attempt(side, step, *arguments) for side in sides), strict=True)
    is_alike = all_alike(sides, *exchanges)
    if is_alike and outcomes[0] != outcomes[1]:
        raise Differs(f"{outcomes[0]} | {outcomes[1]}")
    wait_until_equal([lambda side=side: read_tables(side) for side in sides])
    wait_until_equal([lambda side=side: read_mails(side) for side in sides])
    pairs = zip(sides, exchanges, strict=True)
    wait_until_equal([lambda pair=pair: read_traces(*pair, is_alike) for pair in pairs])
    for side in sides:
        side.traces.advance()


def attempt(side, step, *arguments):
    """Run a step; return its responses, and the reason in words why it could not be finished."""
    http_log.clear()
    reason = ""
    try:
        step(side, *arguments)
    except (AssertionError, ValueError, LookupError) as error:
        reason = f"{type(error).__name__}: {error}".partition(" at ")[0]
    return list(http_log.exchanges), reason


def all_alike(sides, *exchanges):
    """Return whether both responded alike, and False from an allowed difference of statuses on.

    Raises Differs if SPEC.md does not allow a difference.
    """
    compared = [[each for each in one if is_compared(each)] for one in exchanges]
    for left, right in zip_longest(*compared):
        if left is None or right is None:
            raise Differs(f"Only one side responds: {show(left)} | {show(right)}")
        lines = compare_pair(sides, left, right)
        if found := not_allowed(lines):
            texts = [f"{line.part}: {line.left} | {line.right}" for line in found]
            raise Differs("\n".join([show(left), *texts]))
        used_rules.update(line.allowed.what for line in lines if line.allowed)
        if left.is_redirect != right.is_redirect or left.ok != right.ok:
            return False
    return True


def is_compared(response):
    """Return whether SPEC.md specifies the response: not to a request within the admin."""
    path = urlsplit(response.request.url).path
    return not path.startswith("/admin/") or path in ("/admin/", "/admin/nothing/")


def show(response):
    """Return a response as text: its request and its status."""
    if response is None:
        return "nothing"
    return f"{response.request.method} {response.request.path_url} {response.status_code}"


def compare_pair(sides, left, right):
    """Return the Lines of two responses; raise Differs for an error of the application."""
    if 500 in (left.status_code, right.status_code):
        raise Differs(f"{show(left)} | {show(right)}")
    normalized = [
        mask(normalize(each, side.url)) for each, side in zip((left, right), sides, strict=True)
    ]
    sent = left.request
    has_user = any("current-user" in line for line in normalized[0].body)
    body = sent.body if isinstance(sent.body, str) else ""
    headers = {**right.request.headers, **sent.headers}  # only one side may have sent a cookie
    request = Request(sent.path_url, sent.method, "user" if has_user else "", body, headers)
    lines = compare(request, *normalized)
    is_open = urlsplit(sent.path_url).path.startswith(OPEN_BODIES)
    return lines[:1] if is_open else lines


def mask(response):
    """Return a response without what differs by chance."""
    body = response.body
    for pattern, masked in MASKS:
        body = [pattern.sub(masked, line) for line in body]
    headers = {name: text for name, text in response.headers.items() if name != "retry-after"}
    return type(response)(**vars(response) | {"body": body, "headers": headers})


def read_traces(side, exchanges, is_alike):
    """Return what the log and the metrics of both must have in common after a step."""
    events, requests, counts = side.traces.read()
    found = find_contradictions(exchanges, requests, counts)
    bodies = [str(each.request.body) for each in exchanges]
    has_many_fields = any(body.count("&") > 1000 for body in bodies)
    if found or not is_alike or has_many_fields:  # the view of such a form may be unknown
        return events, found
    alike = [json.loads(each) for each in requests if '"path": "/admin/' not in each]
    views = {(method, view) for method, view, _ in counts if view != "admin"}
    return events, [], [each | {"status": 0} for each in alike], sorted(views)


def wait_until_equal(reads):
    """Raise Differs if two functions do not return the same within some seconds."""
    deadline = time.monotonic() + SECONDS
    while True:
        left, right = (read() for read in reads)
        if left == right:
            return
        if time.monotonic() > deadline:
            raise Differs(f"{only_in(left, right)} | {only_in(right, left)}")
        time.sleep(0.02)


def only_in(one, other):
    """Return what one of two lists or dicts has, and the other one has not."""
    if isinstance(one, dict):
        return {key: value for key, value in one.items() if other.get(key) != value}
    return [each for each in one if each not in other]


def stale_rules():
    """Return the rules of allowed differences that no step has used."""
    return [prefix for prefix in RULES if not any(used.startswith(prefix) for used in used_rules)]
