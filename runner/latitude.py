"""Changes, with a seed, what SPEC.md leaves open in the responses of an implementation."""

import io
import json
import random
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlsplit

from runner.latitude_html import change_page, reworded
from shared_tests.support.spec import promises

LISTS = {"allow", "cache-control", "vary"}  # headers whose values are lists in any order
PERMANENT, TEMPORARY, AFTER_POST = (301, 308), (301, 302, 303, 307, 308), (302, 303)
PROSE = {"title", "detail"}  # members of an API error whose wording is open


class Received:
    """Bytes that were received, as HTTPResponse reads them from a socket."""

    def __init__(self, data):
        self.data = data

    def makefile(self, *_):
        return io.BytesIO(self.data)


def change(seed, request_line, data):
    """Return a response with changes; the same changes for each response to this request line.

    `data` are the bytes of a response. It is returned as it is if it is not a whole response.
    """
    method, url = request_line.decode("latin-1").split(" ")[:2]
    response = HTTPResponse(Received(data), method=method)
    try:
        response.begin()
        body = response.read()
    except (HTTPException, ValueError):
        return data
    rng = random.Random(f"{seed} {method} {url}")  # noqa: S311
    path = urlsplit(url).path
    headers = [[*pair] for pair in response.getheaders() if pair[0].lower() != "transfer-encoding"]
    status = change_status(method, response.status, rng)
    body = change_body(response, body, path, rng, seed)
    if 300 <= status < 400 and status != 304 and method != "HEAD":
        body = rng.choice([b"", b"<!DOCTYPE html><title>Moved</title>"])
    change_headers(headers, status, rng)
    if method != "HEAD" and status not in (204, 304):
        headers = [pair for pair in headers if pair[0].lower() != "content-length"]
        headers.append(["Content-Length", str(len(body))])
    elif response.headers.get("Content-Type", "").startswith(("text/html", "application")):
        headers = [pair for pair in headers if pair[0].lower() != "content-length"]
    rng.shuffle(headers)
    lines = [f"{rng.choice([str.lower, str.title, str])(name)}: {text}" for name, text in headers]
    reason = rng.choice(["", "Fine", "Whatever It Is"])
    head = "\r\n".join([f"HTTP/1.1 {status} {reason}", *lines, "", ""])
    return head.encode("latin-1") + body


def change_status(method, status, rng):
    """Return a status that SPEC.md allows instead of that of a redirect."""
    if method in ("GET", "HEAD"):
        return rng.choice({301: PERMANENT, 302: TEMPORARY}.get(status, (status,)))
    return rng.choice(AFTER_POST) if status in AFTER_POST else status


def change_body(response, body, path, rng, seed):
    """Return another page or another spelling of JSON, with the same meaning."""
    kind = response.headers.get_content_type()
    if response.headers.get("Content-Encoding") or not body:
        return body
    if kind == "text/html":
        return change_page(body.decode(), path, response.status, rng, seed).encode()
    if kind.endswith("json") and not path.startswith("/static/"):
        value = json.loads(body)
        if kind == "application/problem+json":
            value = change_problem(value, seed)
        if isinstance(value, dict):
            value = dict(rng.sample([*value.items()], len(value)))
        return json.dumps(
            value, indent=rng.choice([None, 1, 4]), ensure_ascii=rng.random() < 0.5
        ).encode()
    return body


def change_problem(problem, seed):
    """Return an error of the API with another wording."""
    problem |= {name: reworded(problem[name], seed) for name in PROSE & {*problem}}
    if "errors" in problem:
        problem["errors"] = {
            field: [text if promises(text) else reworded(text, seed) for text in messages]
            for field, messages in problem["errors"].items()
        }
    return problem


def change_headers(headers, status, rng):
    """Change the spelling of headers, and add optional ones."""
    for pair in headers:
        name, text = pair[0].lower(), pair[1]
        if name in LISTS:
            parts = [part.strip() for part in text.split(",")]
            pair[1] = rng.choice([", ", ","]).join(rng.sample(parts, len(parts)))
        if name == "content-type":
            pair[1] = rng.choice([text, text.replace("; charset=utf-8", ";charset=UTF-8")])
        if name == "location" and (parts := urlsplit(text)).netloc and rng.random() < 0.5:
            pair[1] = parts._replace(scheme="", netloc="").geturl() or "/"
        if name == "set-cookie":
            value, *attributes = text.split("; ")
            pair[1] = "; ".join([value, *rng.sample(attributes, len(attributes))])
    present = {name.lower() for name, _ in headers}
    if status >= 400 and "cache-control" not in present:
        headers.append(["Cache-Control", "private, no-store"])
    optional = {"Server": "Something", "Content-Language": "en", "X-Powered-By": "Something else",
                "X-DNS-Prefetch-Control": "off", "X-Robots-Tag": "noarchive"}  # fmt: skip
    headers += [
        [*pair]
        for pair in optional.items()
        if rng.random() < 0.5 and pair[0].lower() not in present
    ]
