"""The fuzzer compares what SPEC.md promises of a response, and nothing else."""

from types import SimpleNamespace

import requests

from comparison.exchange.compare import not_allowed
from comparison.fuzz import admin_steps
from comparison.fuzz.responses import compare_pair, describe_operations
from comparison.fuzz.sides import Side
from shared_tests.support.browser import Page

URLS = ("http://left", "http://right")
DOCUMENT = '{"paths": {"/api/profile/": {"get": {"responses": {"%s": {}}, "summary": "%s"}}}}'


def response(url, body="", status=200, method="GET", kind="text/html", **headers):
    """Return a response, as requests does."""
    found = requests.Response()
    found.status_code, found.reason, found.url = status, "", url
    found.headers.update({"Content-Type": kind} | headers)
    found._content = body.encode()
    found.raw = SimpleNamespace(headers=SimpleNamespace(getlist=lambda name: []))
    found.request = requests.Request(method, url).prepare()
    return found


def differing(path, one, other, **options):
    """Return the parts in which two responses differ against SPEC.md, each given as arguments."""
    pair = [response(url + path, **each) for url, each in zip(URLS, (one, other), strict=True)]
    return {line.part for line in not_allowed(compare_pair(URLS, *pair, **options))}


def test_retry_after_may_differ_by_seconds():
    texts = [{"status": 429, "Retry-After": each} for each in ("900", "895", "60", "soon")]
    assert differing("/accounts/login/", texts[0], texts[1]) == set()
    assert differing("/accounts/login/", texts[0], texts[2]) == {"retry-after"}
    assert differing("/accounts/login/", texts[0], texts[3]) == {"retry-after"}


def test_statistics_are_compared_unless_they_may_be_cached():
    pages = {"body": "<p>1"}, {"body": "<p>2"}
    assert differing("/stats/", *pages) == {"body"}
    assert differing("/stats/", *pages, open_paths=("/stats/",)) == set()


def test_operations_of_the_api_are_compared():
    def document(*texts):
        return {"body": DOCUMENT % texts, "kind": "application/json"}

    assert describe_operations(
        {"paths": {"/a": {"get": {"responses": {"404": {}, "200": {}}}}}}
    ) == ["get /a ['200', '404'] [{}]"]
    path = "/api/openapi.json"
    assert differing(path, document(200, "one"), document(200, "other")) == set()
    assert differing(path, document(200, "one"), document(404, "one")) == {"body"}


def test_urls_and_layout_of_the_admin_are_open():
    texts = [f'<a href="/admin/{each}/">x' for each in ("users", "accounts/user")]
    assert differing("/profile/", *({"body": each} for each in texts)) == set()
    assert differing("/admin/", {"body": "<p>x"}, {"body": "<p>y"}) == set()
    assert differing("/admin/nothing/", *({"body": each, "status": 404} for each in "xy")) == {
        "body"
    }


def test_rows_of_a_list_are_read_without_boxes_and_times():
    cells = "<td>now<td>admin<td>user_edited<td>ada<td>bio"
    rows = f"<tbody><tr><td><input type=checkbox>{cells}<tr><td><input type=checkbox>{cells}s"
    page = Page(response(URLS[0], f"<table>{rows}</table>"))
    found = ["admin", "user_edited", "ada", "bio"], ["admin", "user_edited", "ada", "bios"]
    assert admin_steps.read_rows(page, "Audit log") == (200, [*found])


def test_notices_fields_and_messages_of_a_form_are_read():
    field = "<label for=a>Bio:</label><input id=a value=x aria-describedby='a-help a_error'>"
    page = f"<p>Revoked: 2.<p id=a-help>Help<ul id=a_error><li>Too long.</ul>{field}"
    assert admin_steps.read_page(Page(response(URLS[0], page)), ("Bio", "Website")) == (
        200, ["Revoked: 2."], {"Bio": ("x", ["Too long."])},
    )  # fmt: skip


def test_statistics_are_fresh_once_the_clock_has_passed_the_cache():
    side = Side.__new__(Side)
    side.start_minutes = side.minutes = side.cached_until = 0
    assert side.has_fresh_statistics()
    side.note_statistics()
    assert not side.has_fresh_statistics()
    side.minutes = 1
    assert side.has_fresh_statistics()
