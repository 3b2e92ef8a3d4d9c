"""Takes one step on both sides, and finds what differs afterwards."""

import json
import time
from itertools import zip_longest

from comparison.exchange.compare import not_allowed
from comparison.fuzz.responses import STATISTICS, compare_pair, get_path, is_compared, used_rules
from comparison.fuzz.state import read_mails, read_tables, read_waiting_emails
from comparison.fuzz.traces import find_contradictions
from shared_tests.support import http_log

SECONDS = 3  # until emails, metrics and lines of the log are there


class Differs(AssertionError):
    """Something differs that SPEC.md does not allow to differ."""


def take(sides, step, *arguments):
    """Run a step on both sides; raise Differs if anything differs afterwards."""
    open_paths = () if all(side.has_fresh_statistics() for side in sides) else (STATISTICS,)
    exchanges, outcomes = zip(*(attempt(side, step, *arguments) for side in sides), strict=True)
    is_alike = all_alike(sides, *exchanges, open_paths=open_paths)
    if is_alike and outcomes[0] != outcomes[1]:
        raise Differs(f"{outcomes[0]} | {outcomes[1]}")
    wait_until_equal([lambda side=side: read_tables(side) for side in sides])
    for side in sides:
        wait_until_equal([lambda side=side: read_waiting_emails(side), list])
    wait_until_equal([lambda side=side: read_mails(side) for side in sides])
    pairs = zip(sides, exchanges, strict=True)
    wait_until_equal([lambda pair=pair: read_traces(*pair, is_alike=is_alike) for pair in pairs])
    for side in sides:
        side.traces.advance()


def attempt(side, step, *arguments):
    """Run a step; return its responses, and its result, or why it could not be finished."""
    http_log.clear()
    try:
        result = step(side, *arguments)
    except (AssertionError, ValueError, LookupError) as error:
        result = f"{type(error).__name__}: {error}".partition(" at ")[0]
    exchanges = list(http_log.exchanges)
    if STATISTICS in map(get_path, exchanges):
        side.note_statistics()
    return exchanges, result


def all_alike(sides, lefts, rights, *, open_paths):
    """Return whether both responded alike, and False from an allowed difference of statuses on.

    Raises Differs if SPEC.md does not allow a difference.
    """
    compared = [[each for each in one if is_compared(each)] for one in (lefts, rights)]
    for left, right in zip_longest(*compared):
        if left is None or right is None:
            raise Differs(f"Only one side responds: {show(left)} | {show(right)}")
        if 500 in (left.status_code, right.status_code):
            raise Differs(f"{show(left)} | {show(right)}")
        lines = compare_pair([side.url for side in sides], left, right, open_paths)
        if found := not_allowed(lines):
            texts = [f"{line.part}: {line.left} | {line.right}" for line in found]
            raise Differs("\n".join([show(left), *texts]))
        used_rules.update(line.allowed.what for line in lines if line.allowed)
        if left.is_redirect != right.is_redirect or left.ok != right.ok:
            return False
    return True


def show(response):
    """Return a response as text: its request and its status."""
    if response is None:
        return "nothing"
    return f"{response.request.method} {response.request.path_url} {response.status_code}"


def read_traces(side, exchanges, *, is_alike):
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
