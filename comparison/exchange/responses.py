"""What a site answered, in a form in which two answers can be compared."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookies import SimpleCookie

from bs4 import BeautifulSoup, NavigableString

# Never the same twice on either side; and how long a body is, which is compared by itself.
LEFT_OUT = {
    "date", "x-request-id", "server-timing", "set-cookie", "content-length", "transfer-encoding",
}  # fmt: skip
LISTS = {"cache-control", "vary"}
TIME = re.compile(r"(?<=T)\d\d:\d\d:\d\d(\.\d+)?(?=Z|[+-]\d\d:\d\d)")
MASK = "***"


@dataclass(frozen=True)
class Answer:
    """An answer of one side: `cookies` without their values, `body` as lines of what it means."""

    status: int
    reason: str
    headers: dict[str, str]
    cookies: list[str]
    kind: str
    body: list[str]


def read(response, url):
    """Return the Answer in a requests.Response of the site at `url`.

    Masked is what no two runs have alike: values of cookies, tokens of forms, times of the day.
    """
    kind = kind_of(response)
    return Answer(
        status=response.status_code,
        reason=response.reason,
        headers={
            name.lower(): header(name.lower(), value, url)
            for name, value in sorted(response.headers.items(), key=lambda item: item[0].lower())
            if name.lower() not in LEFT_OUT
        },
        cookies=[cookie(each) for each in response.raw.headers.getlist("Set-Cookie")],
        kind=kind,
        body=READERS[kind](TIME.sub(MASK, response.text).replace(url, "")),
    )


def kind_of(response):
    """Return how the body of a response is to be read: a key of READERS."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if not response.content:
        return "nothing"
    if kind == "text/html":
        return "page"
    return "JSON" if kind.endswith("json") else "text"


def header(name, value, url):
    """Return the value of a header, with the members of lists in order, and without quotes."""
    if name in LISTS:
        return ", ".join(sorted(each.strip() for each in value.split(",")))
    if name == "content-type":
        return value.replace('"', "")
    return value.replace(url, "") if name == "location" else value


def cookie(text):
    """Return a Set-Cookie header without its value, attributes in order, its life in seconds."""
    ((name, morsel),) = SimpleCookie(text).items()
    attributes = {key: value for key, value in morsel.items() if value and key != "expires"}
    if morsel["expires"] and not morsel["max-age"]:
        left = parsedate_to_datetime(morsel["expires"]) - datetime.now(UTC)
        attributes["max-age"] = max(0, round(left.total_seconds() / 60) * 60)
    told = (key if value is True else f"{key}={value}" for key, value in sorted(attributes.items()))
    return "; ".join([f"{name}={MASK if morsel.value else ''}", *told])


def outline(html):
    """Return the elements of a page as lines, indented; an element's only text is in its line."""
    return [line for child in BeautifulSoup(html, "html5lib").find_all(True, recursive=False)
            for line in lines_of(child, "")]  # fmt: skip


def lines_of(node, indent):
    """Return the lines of an element and of what it holds."""
    children = [each for each in node.children if not is_blank(each)]
    if len(children) == 1 and isinstance(children[0], NavigableString):
        return [f"{indent}{tag(node)} {words(children[0])}"]
    lines = [indent + tag(node)]
    for child in children:
        inner = f"{indent}  "
        if isinstance(child, NavigableString):
            lines.append(inner + words(child))
        else:
            lines += lines_of(child, inner)
    return lines


def is_blank(node):
    return isinstance(node, NavigableString) and not node.strip()


def words(text):
    return " ".join(text.split())


def tag(node):
    """Return the start tag of an element: attributes in order, no empty value, no token."""
    attributes = {
        name: " ".join(value) if isinstance(value, list) else value
        for name, value in sorted(node.attrs.items())
        if (name, value) != ("value", "")
    }
    if attributes.get("type") == "hidden" and "csrf" in attributes.get("name", ""):
        attributes["value"] = MASK
    told = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{node.name}{told}>"


def pretty(text):
    """Return the lines of a JSON text, with its keys in order."""
    return json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False).splitlines()


READERS = {
    "nothing": lambda text: [],
    "page": outline,
    "JSON": pretty,
    "text": str.splitlines,
}
