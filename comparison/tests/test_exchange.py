"""Two responses are compared, and the differences that SPEC.md allows are recognized."""

from email.utils import parsedate_to_datetime
from types import SimpleNamespace

import pytest
from urllib3 import HTTPHeaderDict

from comparison.exchange import allowed_differences, responses, runner
from comparison.exchange.client import Request
from comparison.exchange.compare import compare, not_allowed
from comparison.exchange.responses import Response
from comparison.model import spec

GET = Request("/profile/ada/")
ADA = Request("/profile/ada/", user="ada")
POST_WITHOUT_SLASH = Request("/profile/ada", method="POST")
MULTIPART = {"Content-Type": "multipart/form-data"}
POST = Request("/accounts/logout/", method="POST")


def page(*body, status=200, reason="OK", cookies=(), **headers):
    return Response(status, reason, headers, [*cookies], "page", [*body])


def verdicts(left, right, request=GET):
    """Return the verdict on each part that differs."""
    lines = compare(request, left, right)
    return {line.part: line.verdict for line in lines if line.verdict != "same"}


def response(text="", kind="text/html", cookies=(), **headers):
    raw = HTTPHeaderDict([("Set-Cookie", each) for each in cookies])
    return SimpleNamespace(
        status_code=200, reason="OK", text=text, content=text.encode(),
        headers={"Content-Type": kind} | headers, raw=SimpleNamespace(headers=raw),
    )  # fmt: skip


def test_values_that_change_with_each_response_are_ignored():
    dates = "Thu, 01 Jan 2026 00:00:00 GMT", "Fri, 02 Jan 2026 00:00:00 GMT"
    headers = [{"Date": date, "X-Request-ID": date[:3]} for date in dates]
    cookies = ["a=1; Path=/; HttpOnly"], ["a=2; HttpOnly; Path=/"]
    left, right = (
        responses.normalize(response(cookies=each, **more), "http://here")
        for each, more in zip(cookies, headers, strict=True)
    )
    assert verdicts(left, right) == {}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("<p class=a id=b>x</p>", '<p id="b" class="a">\n x\n</p>'),
        ("<p>&quot;</p>", "<p>&#34;</p>"),
        ("<input name=q>", '<input name=q value="">'),
        ("<ul id=a-error><li>x<li>y</ul>", "<ul id=a-error><li>y<li>x</ul>"),
        (
            "<ul id=id_scopes><li><input id=a name=b><label for=a>c</label></ul>",
            "<div id=id_scopes><label for=d><input id=d name=b>c</label></div>",
        ),
    ],
)
def test_html_is_compared_after_parsing(left, right):
    assert responses.html_lines(left) == responses.html_lines(right)


def test_json_is_compared_without_order():
    assert responses.json_lines('{"b": 1, "a": [2]}') == responses.json_lines('{"a":[2],"b":1}')


def test_messages_of_a_field_are_compared_without_order():
    texts = ['{"errors": {"a": ["x", "y"]}}', '{"errors": {"a": ["y", "x"]}}']
    assert responses.json_lines(texts[0]) == responses.json_lines(texts[1])


def test_max_age_and_expires_of_a_cookie_are_equivalent():
    sent = parsedate_to_datetime("Thu, 01 Jan 2026 00:00:00 GMT")
    normalize = responses.normalize_cookie
    long_ago = "a=2; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
    assert normalize(f"{long_ago}; Max-Age=0", sent) == normalize(long_ago, sent)
    in_a_day = "a=2; Expires=Fri, 02 Jan 2026 00:00:00 GMT"
    assert normalize("a=1; Max-Age=86400", sent) == normalize(in_a_day, sent)


@pytest.mark.parametrize(
    ("left", "right", "request_"),
    [
        (page(reason="Found"), page(reason="FOUND"), GET),
        (page("<h1> Forbidden", status=403), page("<h1> Not Allowed", status=405), POST),
        (page(status=308, location="/a/"), page("<h1> Not Found", status=404), POST_WITHOUT_SLASH),
        (page(status=403), page(status=302, location="/accounts/login/?next=/a"), POST),
        (page(status=403), page(status=400), Request("/", "POST", headers=MULTIPART)),
        (page(status=301), page("<p> elsewhere", status=301), GET),
        (page(status=308), page(status=404), Request("/accounts/logout")),
        (page(status=302, location="/a?next=/b"), page(status=302, location="/a?next=%2Fb"), GET),
        (page(allow="GET, POST"), page(allow="POST, GET"), GET),
        (page(vary="Cookie"), page(), GET),
        (page(cookies=["a=***; path=/"]), page(cookies=["b=***; path=/"]), ADA),
        (page(cookies=["a=***; max-age=60"]), page(cookies=["b=***"]), GET),
        (page('  <textarea cols="40" id="a">'), page('  <textarea id="a">'), GET),
        (
            page('<input name="csrf_token" type="hidden" value="***">'),
            page('<input id="csrf" name="csrfmiddlewaretoken" type="hidden" value="***">'),
            GET,
        ),
    ],
)
def test_a_difference_that_spec_allows_is_allowed(left, right, request_):
    lines = compare(request_, left, right)
    assert not_allowed(lines) == []
    assert any(line.allowed in spec.allowed_differences() for line in lines)


@pytest.mark.parametrize(
    ("part", "left", "right", "request_"),
    [
        ("status", page(status=200), page(status=404), GET),
        ("status", page(status=302), page(status=303), POST),
        ("status", page(status=308), page(status=404), Request("/profiles")),
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
def test_any_other_difference_is_not_allowed(part, left, right, request_):
    assert verdicts(left, right, request_) == {part: "differs"}


def test_form_that_only_one_side_accepts_is_not_allowed():
    accepted = page(status=302, location="/profile/")
    assert verdicts(page(status=403), accepted, POST)["status"] == "differs"


@pytest.mark.parametrize("prefix", allowed_differences.RULES)
def test_every_rule_has_a_row_in_spec(prefix):
    assert spec.get_allowed_difference(prefix).why


def test_every_request_has_a_unique_id_and_existing_requirements():
    entries = runner.entries()
    assert len({entry["id"] for entry in entries}) == len(entries) > 20
    named = {name for entry in entries for name in entry["requirements"]}
    assert named <= set(spec.requirements())
    assert all(runner.build_request(entry).path.startswith("/") for entry in entries)
