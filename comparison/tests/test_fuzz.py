"""The fuzzer normalizes what may differ, and finds a difference that was planted."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from comparison.exchange import allowed_differences
from comparison.fuzz import __main__ as fuzz
from comparison.fuzz import steps
from comparison.fuzz.compare import Differs, wait_until_equal
from comparison.fuzz.shrink import shrink, write_steps
from comparison.fuzz.side_machine import SideMachine, rule
from comparison.fuzz.sides import both_sides
from comparison.fuzz.state import mask_host
from comparison.fuzz.traces import find_contradictions, parse_log, parse_metrics
from comparison.model import spec

# Rows that no rule of allowed_differences.RULES is for: in them, only other implementations differ,
# or both are equal once they are parsed, or they need a locked or missing database, a proxy,
# another server, or debug mode.
WITHOUT_RULE = (
    "status 301", "entities (", "order of several", "elements around", "in the log,",
    "spelling of JSON", "while SQLite", "a final dot", "which of several schemes",
    "which of two cookies",
    "in the metrics,", "a page that needs no", "what the server in front",
)  # fmt: skip


@pytest.mark.parametrize("steps", [100, fuzz.ENOUGH])
def test_rule_that_no_step_used_fails_a_long_run(steps, capsys):
    fuzz.check_rules(steps, [])
    with pytest.raises(SystemExit, match="status 301") if steps == fuzz.ENOUGH else nullcontext():
        fuzz.check_rules(steps, ["status 301"])
    assert ("no step used: status 301" in capsys.readouterr().out) == (steps < fuzz.ENOUGH)


def response(method="GET", status=200):
    return SimpleNamespace(request=SimpleNamespace(method=method), status_code=status)


def test_every_allowed_difference_has_a_rule_or_a_reason():
    prefixes = (*allowed_differences.RULES, *WITHOUT_RULE)
    rows = [each.what for each in spec.allowed_differences()]
    assert [row for row in rows if not row.startswith(prefixes)] == []
    assert all(spec.get_allowed_difference(prefix) for prefix in WITHOUT_RULE)


def test_host_and_links_of_an_email_are_masked():
    text = "at 127.0.0.1:33683: http://127.0.0.1:33683/accounts/reset/1/x/ or ada@example.com"
    assert mask_host(text) == "at HOST: LINK or ada@example.com"


def test_log_is_read_without_times_and_open_paths():
    events, requests = parse_log(
        '{"event": "request", "path": "/admin/user/1/", "timestamp": "now", "milliseconds": 3}\n'
        '{"event": "logged_in", "user": 1, "path": "/profile/%FF/", "request_id": "a"}\n'
    )
    assert events == ['{"event": "logged_in", "path": "/profile/\\ufffd/", "user": 1}']
    assert requests == ['{"event": "request", "path": "/admin/"}']


def test_metrics_are_read_in_any_order_of_labels():
    text = """
http_requests_total{method="GET",view="core.home",status="200"} 2.0
http_requests_total{status="200",view="health.metrics",method="GET"} 9.0
http_requests_created{method="GET"} 1.0
"""
    assert parse_metrics(text) == {("GET", "core.home", "200"): 2}


def test_log_and_metrics_are_compared_with_the_responses():
    requests = ['{"method": "FOO", "status": 405}']
    counts = {("other", "core.home", "405"): 1}
    assert find_contradictions([response("FOO", 405)], requests, counts) == []
    assert len(find_contradictions([response("FOO", 403)], requests, counts)) == 2
    assert len(find_contradictions([response("FOO", 405)], [], counts)) == 1


def test_what_stays_different_is_reported(monkeypatch):
    monkeypatch.setattr("comparison.fuzz.compare.SECONDS", 0)
    wait_until_equal([lambda: {"users": [1]}, lambda: {"users": [1]}])
    with pytest.raises(Differs, match=r"\[1\].*\[2\]"):
        wait_until_equal([lambda: {"users": [1]}, lambda: {"users": [2]}])


class EditMachine(SideMachine):
    @rule(location=st.sampled_from(["", "Paris", "London"]))
    def edit(self, location):
        self.take(steps.edit, "first", {"location": location})


class FewStepsMachine:
    """It differs if a text was set, and something else happened before."""

    def start(self):
        self.happened = False

    def happen(self, user):
        self.happened = True

    def set_texts(self, fields):
        if self.happened and "bio" in fields:
            raise Differs("a bio")


class ChoosingMachine(FewStepsMachine):
    def choose(self, path):
        raise Differs({"/": "the start page"}[path])


def test_steps_and_values_are_shrunk():
    taken = [
        ("happen", {"user": 1}),
        ("set_texts", {"fields": {"location": "x"}}),
        ("happen", {"user": 2}),
        ("set_texts", {"fields": {"bio": "a\u2028b", "location": "x"}}),
    ]
    steps, difference = shrink(FewStepsMachine, taken)
    assert str(difference) == "a bio"
    assert write_steps(steps) == ["state.happen(user=2)", "state.set_texts(fields={'bio': ''})"]


def test_a_choice_of_a_rule_is_not_shrunk():
    steps, difference = shrink(ChoosingMachine, [("choose", {"path": "/"})])
    assert write_steps(steps) == ["state.choose(path='/')"]
    assert str(difference) == "the start page"


@pytest.mark.slow
@pytest.mark.process
def test_planted_difference_is_found_and_printed_as_a_test(tmp_path, monkeypatch):
    monkeypatch.setattr(fuzz, "SETTINGS", settings(fuzz.SETTINGS, stateful_step_count=5))
    with both_sides(tmp_path) as SideMachine.sides:
        SideMachine.sides[1].database.rows(
            "CREATE TRIGGER planted AFTER UPDATE OF location ON users WHEN NEW.location = 'Paris'"
            " BEGIN UPDATE users SET location = 'paris' WHERE id = NEW.id; END"
        )
        found = fuzz.find_difference(1, EditMachine)
    assert "Paris | " in found
    assert "state.edit(location='Paris')" in found
    assert found.count("state.edit(") == 1
