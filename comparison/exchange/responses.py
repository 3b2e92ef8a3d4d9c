"""Responses in a normalized form, in which two of them can be compared."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http.cookies import SimpleCookie

from bs4 import BeautifulSoup, NavigableString

# Different with each response, or, such as the length of the body, compared otherwise.
IGNORED_HEADERS = {
    "date", "x-request-id", "server-timing", "set-cookie", "content-length", "transfer-encoding",
}  # fmt: skip
LIST_HEADERS = {"cache-control", "vary"}
TIME = re.compile(r"(?<=T)\d\d:\d\d:\d\d(\.\d+)?(?=Z|[+-]\d\d:\d\d)")
CSRF_TOKEN = re.compile(r'(name="csrf\w*"[^>]* value=")[^"]*')
MASK = "***"


@dataclass(frozen=True)
class Response:
    """A normalized response: `cookies` without their values, `body` as lines of parsed content."""

    status: int
    reason: str
    headers: dict[str, str]
    cookies: list[str]
    kind: str
    body: list[str]

    @property
    def is_redirect(self):
        return 300 <= self.status < 400 and self.status != 304


def normalize(response, base_url):
    """Return the normalized Response of a requests.Response.

    What differs with each response is masked: values of cookies, CSRF tokens, times of day, and
    ETags, which contain a digest of the implementation's own templates.
    """
    kind = get_kind(response)
    date = response.headers.get("Date")
    sent = parsedate_to_datetime(date) if date else datetime.now(UTC)
    return Response(
        status=response.status_code,
        reason=response.reason,
        headers={
            name.lower(): normalize_header(name.lower(), value, base_url)
            for name, value in sorted(response.headers.items(), key=lambda item: item[0].lower())
            if name.lower() not in IGNORED_HEADERS
        },
        cookies=[
            normalize_cookie(each, sent) for each in response.raw.headers.getlist("Set-Cookie")
        ],
        kind=kind,
        body=PARSERS[kind](mask_text(response.text).replace(base_url, "")),
    )


def mask_text(text):
    """Return a body without times of day and CSRF tokens."""
    return CSRF_TOKEN.sub(rf"\1{MASK}", TIME.sub(MASK, text))


def get_kind(response):
    """Return the kind of the body: a key of PARSERS."""
    content_type = response.headers.get("Content-Type", "").partition(";")[0]
    if not response.content:
        return "nothing"
    if content_type == "text/html":
        return "page"
    return "JSON" if content_type.endswith("json") else "text"


def normalize_header(name, value, base_url):
    """Return the value of a header, with the members of lists sorted, and without quotes."""
    if name in LIST_HEADERS:
        return ", ".join(sorted(each.strip() for each in value.split(",")))
    if name == "content-type":
        return value.replace('"', "")
    if name == "etag":
        return re.sub('".*"', f'"{MASK}"', value)
    return value.replace(base_url, "") if name == "location" else value


def normalize_cookie(header, sent):
    """Return a Set-Cookie header with its value masked, sorted attributes, and Max-Age only.

    `sent` is the date of the response, by which Expires becomes a Max-Age.
    """
    ((name, morsel),) = SimpleCookie(header).items()
    attributes = {key: value for key, value in morsel.items() if value and key != "expires"}
    if morsel["expires"] and not morsel["max-age"]:
        left = parsedate_to_datetime(morsel["expires"]) - sent
        attributes["max-age"] = max(0, round(left.total_seconds() / 60) * 60)
    sorted_items = sorted(attributes.items())
    parts = [key if value is True else f"{key}={value}" for key, value in sorted_items]
    return "; ".join([f"{name}={MASK if morsel.value else ''}", *parts])


@lru_cache(maxsize=1000)
def html_lines(html):
    """Return the elements of a page as indented lines; an element with only text has one line."""
    document = BeautifulSoup(html, "html5lib")
    for group in document.select("#id_scopes"):
        normalize_checkboxes(group)
    for element in document.select("[id$=-error]"):
        children = sorted(element.select(":scope > *"), key=lambda each: each.text)
        element.extend(children)
    return [
        line
        for child in document.find_all(True, recursive=False)
        for line in element_lines(child, "")
    ]


def normalize_checkboxes(group):
    """Replace a group of checkboxes by its inputs, without two attributes, and their labels."""
    boxes, texts = group.select("input"), group.select("label")
    group.name = "div"
    group.clear()
    for box, label in zip(boxes, texts, strict=True):
        del box["id"], box["aria-invalid"]
        group.extend([box, label.get_text(" ", strip=True)])


def element_lines(element, indent):
    """Return the lines of an element and of its children."""
    children = [each for each in element.children if not is_blank(each)]
    if len(children) == 1 and isinstance(children[0], NavigableString):
        return [f"{indent}{start_tag(element)} {collapse_whitespace(children[0])}"]
    lines = [indent + start_tag(element)]
    for child in children:
        inner = f"{indent}  "
        if isinstance(child, NavigableString):
            lines.append(inner + collapse_whitespace(child))
        else:
            lines += element_lines(child, inner)
    return lines


def is_blank(node):
    return isinstance(node, NavigableString) and not node.strip()


def collapse_whitespace(text):
    return " ".join(text.split())


def start_tag(element):
    """Return the start tag of an element: sorted attributes, no empty value, no CSRF token."""
    attributes = {
        name: " ".join(value) if isinstance(value, list) else value
        for name, value in sorted(element.attrs.items())
        if (name, value) != ("value", "")
    }
    if attributes.get("type") == "hidden" and "csrf" in attributes.get("name", ""):
        attributes["value"] = MASK
    joined = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{element.name}{joined}>"


def json_lines(text):
    """Return the lines of a JSON text with sorted keys."""
    value = json.loads(text)
    for messages in value.get("errors", {}).values() if isinstance(value, dict) else ():
        messages.sort()
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False).splitlines()


PARSERS: dict[str, Callable[[str], list[str]]] = {
    "nothing": lambda text: [],
    "page": html_lines,
    "JSON": json_lines,
    "text": str.splitlines,
}
