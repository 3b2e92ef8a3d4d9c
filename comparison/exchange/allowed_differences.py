"""Which row of "Allowed differences" in SPEC.md covers a difference between two answers."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from comparison.exchange.client import Request
from comparison.exchange.responses import Answer
from comparison.model import spec

REDIRECTS = {"301", "302", "303", "307", "308"}
OF_FILES = {
    "accept-ranges",
    "access-control-allow-origin",
    "content-disposition",
    "etag",
    "expires",
    "last-modified",
}
HINTS = re.compile(r' cols="\d+"| maxlength="\d+"|(?<=<select)(.*) required=""')
TOKEN = re.compile(r'<input (id="\w+" )?name="csrf\w*" type="hidden" value="\*\*\*">')


@dataclass(frozen=True)
class Difference:
    """A part of two answers to a request, with what each has there, or None."""

    request: Request
    left_answer: Answer
    right_answer: Answer
    part: str
    left: str | None
    right: str | None

    @property
    def values(self):
        return {self.left, self.right}

    @property
    def texts(self):
        """What both have, as texts: "" is what a side lacks."""
        return [value or "" for value in (self.left, self.right)]

    @property
    def redirects(self):
        return all(300 <= each.status < 400 for each in (self.left_answer, self.right_answer))

    def equal(self, reading):
        """Say whether both sides have something that is the same when read so."""
        return None not in self.values and reading(self.left) == reading(self.right)


def redirect_status(it):
    kept = REDIRECTS if it.request.method in ("GET", "HEAD") else REDIRECTS - {"307", "308"}
    return it.part == "status" and it.values <= kept


def redirect_body(it):
    return it.redirects and it.part in ("body", "content-type")


def location(it):
    def read(value):
        parts = urlsplit(value)
        return parts.path, parse_qs(parts.query)

    return it.part == "location" and it.equal(read)


def allow(it):
    return it.part == "allow" or (it.part == "status" and it.values == {"403", "405"})


def reason_or_cache(it):
    if it.part == "vary":
        members = [{each for each in text.split(", ") if each} for text in it.texts]
        return members[0] ^ members[1] == {"Cookie"}
    needless = it.request.method != "GET" or it.left_answer.status >= 400
    if it.part == "cache-control" and needless:
        return it.values == {None, "no-store, private"}
    return it.part == "reason"


def name_of_cookie(it):
    return it.part == "cookie" and it.equal(lambda text: text.partition("=")[2])


def name_of_token(it):
    return it.part == "body" and it.equal(lambda text: bool(TOKEN.fullmatch(text.strip())) or text)


def anonymous_session(it):
    """Say whether a cookie differs at most in how long it lives, and names nobody."""
    login = it.request.user or it.left_answer.status in (301, 302, 303)
    if it.part != "cookie" or login:
        return False
    read = [re.sub(r"^[^=]*=|; max-age=\d+", "", text) for text in it.texts]
    return None in it.values or read[0] == read[1]


def ended_session(it):
    return it.part == "cookie" and all(re.match(r"[^=]*=;", text) for text in it.texts if text)


def static_file(it):
    return it.request.path.startswith("/static/") and it.part in OF_FILES


def hints(it):
    return it.part == "body" and it.equal(lambda text: HINTS.sub(r"\1", text))


# What the first cell of a row in SPEC.md begins with, and whether the row covers a difference.
RULES = {
    "status 301": redirect_status,
    "`Location` absolute": redirect_body,
    "percent-encoding inside `?next=`": location,
    "order and members of `Allow`": allow,
    "reason phrases": reason_or_cache,
    "name of the cookie": lambda it: name_of_cookie(it) or name_of_token(it),
    "session of an anonymous user": anonymous_session,
    "a cookie left after logout": ended_session,
    "conditional requests": static_file,
    "optional attributes of a field": hints,
}


def covering(difference):
    """Return the row of SPEC.md that covers a difference, or None."""
    for beginning, covers in RULES.items():
        if covers(difference):
            return spec.row(beginning)
    return None
