"""Compares two responses to one request, as SPEC.md promises them."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from comparison.exchange.allowed_differences import RULES
from comparison.exchange.client import Request
from comparison.exchange.compare import compare
from comparison.exchange.responses import normalize

# What differs by chance in a page or in JSON: the time of day, a secret, the key of a session, and
# what SPEC.md leaves open: a URL below /admin/.
MASKS = [
    (re.compile(r"(?<=/admin/)[^\"<>\s]+"), "***"),
    (re.compile(r"\b\d\d:\d\d\b"), "**:**"),
    (re.compile(r'(id="token"> |"token": ").*'), r"\1***"),
    (re.compile(r'(name="session" type="hidden" value=").*'), r"\1***"),
]
ADMIN, DOCUMENT, STATISTICS = "/admin/", "/api/openapi.json", "/stats/"
METHODS = {"get", "post", "put", "patch", "delete"}
SECONDS = 10  # by which two values of Retry-After may differ, as one side is asked later

used_rules = set()


def get_path(response):
    """Return the path of the URL of a response."""
    return urlsplit(response.request.url).path


def is_compared(response):
    """Return whether SPEC.md specifies the URL: not a URL within the admin."""
    path = get_path(response)
    return not path.startswith(ADMIN) or path in (ADMIN, f"{ADMIN}nothing/")


def compare_pair(urls, left, right, open_paths=()):
    """Return the Lines of two responses of the servers at these URLs.

    The bodies of `open_paths` may differ.
    """
    pair = left, right
    normalized = [mask(normalize(each, url)) for each, url in zip(pair, urls, strict=True)]
    sent, path = left.request, get_path(left)
    has_user = any("current-user" in line for line in normalized[0].body)
    body = sent.body if isinstance(sent.body, str) else ""
    headers = {**right.request.headers, **sent.headers}  # only one side may have sent a cookie
    request = Request(sent.path_url, sent.method, "user" if has_user else "", body, headers)
    if path == DOCUMENT and left.content and left.ok and right.ok:
        normalized = [
            replace(response, body=describe_operations(each.json()))
            for response, each in zip(normalized, pair, strict=True)
        ]
    ignored = {"body"} if path in open_paths else set()
    if path == ADMIN and left.ok:
        ignored = {"body", "content-security-policy"}
    elif path.startswith(ADMIN) and sent.method not in ("GET", "HEAD"):
        ignored = {"body"}  # which of two reasons of a 403 is given
    if are_close(*(each.headers.get("Retry-After", "") for each in pair)):
        ignored = {*ignored, "retry-after"}
    return [line for line in compare(request, *normalized) if line.part not in ignored]


def mask(response):
    """Return a response without what differs by chance."""
    body, headers = response.body, response.headers
    for pattern, masked in MASKS:
        body = [pattern.sub(masked, line) for line in body]
        headers = {name: pattern.sub(masked, text) for name, text in headers.items()}
    return replace(response, body=body, headers=headers)


def describe_operations(document):
    """Return the operations of an OpenAPI document, with their statuses and security, as lines."""
    return sorted(
        f"{method} {path} {sorted(operation['responses'])} {operation.get('security') or [{}]}"
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    )


def are_close(one, other):
    """Return whether two values of Retry-After differ by a few seconds."""
    return one.isdecimal() and other.isdecimal() and abs(int(one) - int(other)) <= SECONDS


def stale_rules():
    """Return the rules of allowed differences that no step has used."""
    return [prefix for prefix in RULES if not any(used.startswith(prefix) for used in used_rules)]
