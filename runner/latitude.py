"""Changes, with a seed, what SPEC.md leaves open in the responses of an implementation."""

import io
import json
import random
import re
from contextlib import contextmanager
from functools import partial
from http.client import HTTPException, HTTPResponse
from urllib.parse import urljoin, urlsplit

from runner import front_door
from runner.latitude_html import change_page, reworded
from runner.process import free_port
from shared_tests.support.spec import promises

PERMANENT, TEMPORARY, AFTER_POST = (301, 308), (301, 302, 303, 307, 308), (302, 303)
HOST = re.compile(rb"^host:[ \t]*(\S+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
PROSE = {"title", "detail"}  # members of an API error whose wording is open
OPTIONAL = {
    "Server": "Something",
    "Content-Language": "en",
    "X-Powered-By": "Something else",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noarchive",
}


@contextmanager
def serving(port, seed):
    """Serve the server at a port with changes; yield the URL."""
    own = free_port()
    changed = partial(change, seed, f"127.0.0.1:{own}")
    with front_door.serving(own, {"server": port}, {"/": "server"}, "", changed):
        yield f"http://127.0.0.1:{own}"


class Received:
    """Bytes that were received, as HTTPResponse reads them from a socket."""

    def __init__(self, data):
        self.data = data

    def makefile(self, *_):
        return io.BytesIO(self.data)


def change(seed, host, head, data):
    """Return a response with changes; the same ones for each response to this request line.

    `head` is the request line, and the headers of a GET or HEAD. `host`, with the port, is that of
    a request without the header. `data` are the bytes of a response; they are returned as they are
    if they are no whole response.
    """
    method, url = head.decode("latin-1").split(" ")[:2]
    if sent := HOST.search(head):
        host = sent[1].decode("latin-1")
    response = HTTPResponse(Received(data), method=method)  # type: ignore[arg-type]
    try:
        response.begin()
        body = response.read()
    except (HTTPException, ValueError):
        return data
    path, rng = urlsplit(url).path, random.Random(f"{seed} {url}")  # noqa: S311
    if response.status >= 400:  # ERROR-1: the same page for each URL
        rng.seed(f"{seed} {response.status}")
    status = change_status(method, response.status, rng)
    headers = change_headers(response, method, status, host, rng)
    if method != "HEAD" and status not in (204, 304):
        body = change_body(response, body, path, rng, seed)
        headers.append(f"Content-Length: {len(body)}")
    rng.shuffle(headers)
    reason = rng.choice(["", "Fine", "Whatever It Is"])
    head = "\r\n".join([f"HTTP/1.1 {status} {reason}", *headers, "", ""])
    return head.encode("latin-1") + body


def change_status(method, status, rng):
    """Return a status that SPEC.md allows instead of that of a redirect."""
    if method in ("GET", "HEAD"):
        return rng.choice({301: PERMANENT, 302: TEMPORARY}.get(status, (status,)))
    return rng.choice(AFTER_POST) if status in AFTER_POST else status


def change_body(response, body, path, rng, seed):
    """Return another page, or another spelling of JSON, with the same meaning."""
    kind = response.headers.get_content_type()
    if 300 <= response.status < 400:
        return rng.choice([b"", b"<!DOCTYPE html><title>Moved</title>"])
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


def change_headers(response, method, status, host, rng):
    """Return the lines of headers in another spelling, with optional ones, and without a length that changes."""
    is_changed = response.headers.get_content_type().endswith(("html", "json"))
    dropped = {"transfer-encoding"} | (
        {"content-length"} if method != "HEAD" or is_changed else set()
    )
    pairs = [pair for pair in response.getheaders() if pair[0].lower() not in dropped]
    present = {name.lower() for name, _ in pairs}
    if status >= 400 and "cache-control" not in present:
        pairs.append(("Cache-Control", "private, no-store"))
    is_redirect, lines = 300 <= status < 400, []
    base = rng.random()  # the changes of a header, and of the body, do not depend on other headers
    for name, text in [*pairs, *OPTIONAL.items()]:
        own = random.Random(f"{base} {name}")  # noqa: S311
        if (name, text) in pairs or (name.lower() not in present and own.randrange(2)):
            value = respelled(name.lower(), text, is_redirect, host, own)
            lines.append(f"{own.choice([name.lower(), name.title(), name])}: {value}")
    return lines


def respelled(name, text, is_redirect, host, rng):
    """Return another value of a header with the same meaning."""
    match name:
        case "allow" | "cache-control" | "vary":
            parts = [part.strip() for part in text.split(",")]
            return rng.choice([", ", ","]).join(rng.sample(parts, len(parts)))
        case "content-type":
            return rng.choice([text, text.replace("; charset=utf-8", ";charset=UTF-8")])
        case "location" if is_redirect:
            parts = urlsplit(urljoin(f"http://{host}/", text))
            if (parts.scheme, parts.netloc) != ("http", host):
                return text
            return rng.choice([parts.geturl(), parts._replace(scheme="", netloc="").geturl()])
        case "set-cookie":
            value, *attributes = text.split("; ")
            return "; ".join([value, *rng.sample(attributes, len(attributes))])
    return text
