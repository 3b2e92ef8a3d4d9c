"""Differences between two answers are told, and those that SPEC.md allows from the others."""

from types import SimpleNamespace

import pytest
from urllib3 import HTTPHeaderDict

from comparison.exchange import allowed_differences, responses, runner
from comparison.exchange.client import Request
from comparison.exchange.compare import compare, red
from comparison.exchange.responses import Answer
from comparison.model import spec

GET = Request("/profile/ada/")
ADA = Request("/profile/ada/", user="ada")
POST = Request("/accounts/logout/", method="POST")


def page(*body, status=200, reason="OK", cookies=(), **headers):
    return Answer(status, reason, headers, [*cookies], "page", [*body])


def verdicts(left, right, request=GET):
    """Return the verdict on each part that is not the same."""
    lines = compare(request, left, right)
    return {line.part: line.verdict for line in lines if line.verdict != "same"}


def response(text="", kind="text/html", cookies=(), **headers):
    raw = HTTPHeaderDict([("Set-Cookie", each) for each in cookies])
    return SimpleNamespace(
        status_code=200, reason="OK", text=text, content=text.encode(),
        headers={"Content-Type": kind} | headers, raw=SimpleNamespace(headers=raw),
    )  # fmt: skip


def test_what_changes_each_time_is_no_difference():
    headers = [{"Date": "now", "X-Request-ID": "a"}, {"Date": "then", "X-Request-ID": "b"}]
    cookies = ["a=1; Path=/; HttpOnly"], ["a=2; HttpOnly; Path=/"]
    left, right = (
        responses.read(response(cookies=each, **more), "http://here")
        for each, more in zip(cookies, headers, strict=True)
    )
    assert verdicts(left, right) == {}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("<p class=a id=b>x</p>", '<p id="b" class="a">\n x\n</p>'),
        ("<p>&quot;</p>", "<p>&#34;</p>"),
        ("<input name=q>", '<input name=q value="">'),
    ],
)
def test_pages_that_are_parsed_alike_are_the_same(left, right):
    assert responses.outline(left) == responses.outline(right)


def test_json_is_the_same_in_any_order():
    assert responses.pretty('{"b": 1, "a": [2]}') == responses.pretty('{"a":[2],"b":1}')


def test_the_life_of_a_cookie_may_be_spelled_in_two_ways():
    long_ago = "Expires=Thu, 01 Jan 1970 00:00:00 GMT"
    assert responses.cookie(f"a=1; {long_ago}; Max-Age=0") == responses.cookie(f"a=2; {long_ago}")


@pytest.mark.parametrize(
    ("left", "right", "request_"),
    [
        (page(reason="Found"), page(reason="FOUND"), GET),
        (page(status=302), page(status=303), POST),
        (page(status=301), page("<p> elsewhere", status=308), GET),
        (page(status=302, location="/a?next=/b"), page(status=302, location="/a?next=%2Fb"), GET),
        (page(allow="GET, POST"), page(allow="POST, GET"), GET),
        (page(vary="Cookie"), page(), GET),
        (
            page(cookies=["a=***; path=/"]),
            page(cookies=["b=***; path=/"]),
            ADA,
        ),
        (page(cookies=["a=***; max-age=60"]), page(cookies=["b=***"]), GET),
        (page('  <textarea cols="40" id="a">'), page('  <textarea id="a">'), GET),
        (
            page('<input name="csrf_token" type="hidden" value="***">'),
            page('<input id="csrf" name="csrfmiddlewaretoken" type="hidden" value="***">'),
            GET,
        ),
    ],
)
def test_a_difference_that_a_row_of_the_contract_covers_is_allowed(left, right, request_):
    lines = compare(request_, left, right)
    assert red(lines) == []
    assert any(line.allowed in spec.allowed() for line in lines)


@pytest.mark.parametrize(
    ("part", "left", "right", "request_"),
    [
        ("status", page(status=200), page(status=404), GET),
        ("status", page(status=302), page(status=307), POST),
        ("location", page(status=302, location="/a"), page(status=302, location="/b"), GET),
        ("vary", page(vary="Accept, Cookie"), page(), GET),
        ("cookie", page(cookies=["a=***; httponly"]), page(cookies=["a=***"]), GET),
        ("cookie", page(cookies=["a=***; max-age=60"]), page(cookies=["b=***"]), ADA),
        ("cache-control", page(**{"cache-control": "no-store, private"}), page(), GET),
        ("x-frame-options", page(**{"x-frame-options": "DENY"}), page(), GET),
        ("etag", page(etag="a"), page(etag="b"), GET),
        ("body", page("<h1> Ada"), page("<h1> Grace"), GET),
        ("body", page('<input id="a" required="">'), page('<input id="a">'), GET),
        ("body", page("<p> more"), page(), GET),
    ],
)  # fmt: skip
def test_any_other_difference_is_red(part, left, right, request_):
    assert verdicts(left, right, request_) == {part: "differs"}


@pytest.mark.parametrize("beginning", allowed_differences.RULES)
def test_every_rule_stands_in_the_contract(beginning):
    assert spec.row(beginning).why


def test_every_request_has_a_name_of_its_own_and_requirements_that_exist():
    entries = runner.entries()
    assert len({entry["id"] for entry in entries}) == len(entries) > 20
    named = {name for entry in entries for name in entry["requirements"]}
    assert named <= set(spec.requirements())
    assert all(runner.request_of(entry).path.startswith("/") for entry in entries)
