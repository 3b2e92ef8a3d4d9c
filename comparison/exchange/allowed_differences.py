"""Finds the row of "Allowed differences" in SPEC.md that allows a difference between responses."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from comparison.exchange.client import Request
from comparison.exchange.responses import Response
from comparison.model.spec import get_allowed_difference

REDIRECTS = {"301", "302", "303", "307", "308"}
FILE_HEADERS = {
    "accept-ranges",
    "access-control-allow-origin",
    "content-disposition",
    "etag",
    "expires",
    "last-modified",
}
FIELD_HINTS = re.compile(r' cols="\d+"| maxlength="\d+"|(?<=<select)(.*) required=""')
CSRF_FIELD = re.compile(r'<input (id="\w+" )?name="csrf\w*" type="hidden" value="\*\*\*">')


@dataclass(frozen=True)
class Difference:
    """A part in which two responses to a request differ, with its values, or None."""

    request: Request
    left_response: Response
    right_response: Response
    part: str
    left: str | None
    right: str | None

    @property
    def values(self):
        return {self.left, self.right}

    @property
    def texts(self):
        """Both values as texts: "" for a missing one."""
        return [value or "" for value in (self.left, self.right)]

    @property
    def redirects(self):
        responses = (self.left_response, self.right_response)
        return all(300 <= each.status < 400 for each in responses)

    def equal_by(self, key):
        """Return whether both values exist and have the same key."""
        return None not in self.values and key(self.left) == key(self.right)


def redirect_status(it):
    same_method = it.request.method in ("GET", "HEAD")
    return it.part == "status" and it.values <= (
        REDIRECTS if same_method else REDIRECTS - {"307", "308"}
    )


def redirect_body(it):
    return it.redirects and it.part in ("body", "content-type")


def location(it):
    def parse(value):
        parts = urlsplit(value)
        return parts.path, parse_qs(parts.query)

    return it.part == "location" and it.equal_by(parse)


def allow(it):
    return it.part == "allow" or (it.part == "status" and it.values == {"403", "405"})


def reason_or_cache(it):
    if it.part == "vary":
        members = [{each for each in text.split(", ") if each} for text in it.texts]
        return members[0] ^ members[1] == {"Cookie"}
    not_cacheable = it.request.method != "GET" or it.left_response.status >= 400
    if it.part == "cache-control" and not_cacheable:
        return it.values == {None, "no-store, private"}
    return it.part == "reason"


def cookie_name(it):
    return it.part == "cookie" and it.equal_by(lambda text: text.partition("=")[2])


def csrf_field_name(it):
    return it.part == "body" and it.equal_by(
        lambda text: bool(CSRF_FIELD.fullmatch(text.strip())) or text
    )


def anonymous_session(it):
    """Return whether the cookies of an anonymous user differ at most in name and lifetime."""
    login = it.request.user or it.left_response.status in (301, 302, 303)
    if it.part != "cookie" or login:
        return False
    attributes = [re.sub(r"^[^=]*=|; max-age=\d+", "", text) for text in it.texts]
    return None in it.values or attributes[0] == attributes[1]


def ended_session(it):
    return it.part == "cookie" and all(re.match(r"[^=]*=;", text) for text in it.texts if text)


def static_file(it):
    return it.request.path.startswith("/static/") and it.part in FILE_HEADERS


def field_hints(it):
    return it.part == "body" and it.equal_by(lambda text: FIELD_HINTS.sub(r"\1", text))


# The start of the first cell of a row in SPEC.md, and whether the row allows a difference.
RULES = {
    "status 301": redirect_status,
    "`Location` absolute": redirect_body,
    "percent-encoding inside `?next=`": location,
    "order and members of `Allow`": allow,
    "reason phrases": reason_or_cache,
    "name of the cookie": lambda it: cookie_name(it) or csrf_field_name(it),
    "session of an anonymous user": anonymous_session,
    "a cookie left after logout": ended_session,
    "`OPTIONS`, other methods for names": static_file,
    "optional attributes of a field": field_hints,
}


def find_allowed_difference(difference):
    """Return the AllowedDifference of SPEC.md that allows a Difference, or None."""
    for prefix, allows in RULES.items():
        if allows(difference):
            return get_allowed_difference(prefix)
    return None
