"""Finds the row of "Allowed differences" in SPEC.md that allows a difference between responses."""

import re
from dataclasses import KW_ONLY, dataclass
from urllib.parse import parse_qs, urlsplit

from comparison.exchange.client import Request
from comparison.exchange.responses import Response
from comparison.model.spec import get_allowed_difference

NOT_STORED = {"200", "302", "400", "403", "413"}  # statuses of a form that changes nothing
POST_ONLY = ("/accounts/logout",)
FILE_HEADERS = {
    "accept-ranges",
    "access-control-allow-origin",
    "content-disposition",
    "etag",
    "expires",
    "last-modified",
}
FIELD_HINTS = re.compile(r' cols="\d+"| maxlength="\d+"|(?<=<select)(.*) required=""')
RESET_UID = re.compile(r"(?<=/accounts/reset/)[^/]+")
CSRF_FIELD = re.compile(r'<input (id="\w+" )?name="csrf\w*" type="hidden" value="\*\*\*">')


def mask_reset_uid(path):
    """Return a path without the user of a reset link."""
    return RESET_UID.sub("UID", path)


@dataclass(frozen=True)
class Difference:
    """A part in which two responses to a request differ, with its values, or None."""

    request: Request
    left_response: Response
    right_response: Response
    _: KW_ONLY
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
        return self.left_response.is_redirect and self.right_response.is_redirect

    def equal_by(self, key):
        """Return whether both values exist and have the same key."""
        return None not in self.values and key(self.left) == key(self.right)


def redirect_body(it):
    return it.redirects and it.part in ("body", "content-type")


def location(it):
    def parse(value):
        parts = urlsplit(value)
        return parts.path, parse_qs(parts.query)

    return it.part == "location" and it.equal_by(parse)


def reset_uid(it):
    return it.part == "location" and it.equal_by(mask_reset_uid)


def allow(it):
    """Return whether `Allow` differs, or the status of a method that the URL does not allow."""
    if it.part == "allow":
        return True
    path = urlsplit(it.request.path).path
    if it.part != "status" or (it.request.method in ("GET", "HEAD") and path not in POST_ONLY):
        return False
    lacks_slash = not path.endswith("/")
    return it.values == {"403", "405"} or (lacks_slash and it.values <= {"404", "308"})


def other_method(it):
    """Return whether a method other than GET and POST leads to a redirect, or to the error."""
    is_other = it.request.method not in ("GET", "HEAD", "POST")
    return it.part == "status" and is_other and it.values <= {"200", "302", "403", "405"}


def broken_form(it):
    """Return whether the status of a form differs whose body no browser sends."""
    kind = it.request.headers.get("Content-Type", "")
    is_broken = "multipart" in kind or ("charset=" in kind and "utf-8" not in kind)
    is_rejected = it.values & {"400", "403", "413"}
    return it.part == "status" and is_broken and is_rejected and it.values <= NOT_STORED


def ended_form(it):
    """Return whether a form without a session, or with a foreign one, is rejected or redirected."""
    places = [each.headers.get("location", "/") for each in (it.left_response, it.right_response)]
    is_outside = all(re.match(r"/$|/accounts/login/", each) for each in places)
    is_post = it.request.method == "POST" and it.part == "status"
    return is_post and is_outside and it.values == {"302", "403"}


def reason_or_cache(it):
    if it.part == "vary":
        members = [{each for each in text.split(", ") if each} for text in it.texts]
        return members[0] ^ members[1] == {"Cookie"}
    status = it.left_response.status
    not_cacheable = it.request.method != "GET" or status >= 400 or status == 302
    if it.part == "cache-control" and not_cacheable:
        return it.values == {None, "no-store, private"}
    return it.part == "reason"


def ended_session_cached(it):
    """Return whether a page without user and form differs in no-store, as its session has ended."""
    is_anonymous = not it.request.user and "Cookie" in it.request.headers
    has_form = any("csrf" in line for line in it.left_response.body)
    other = it.values - {"no-store, private"}
    is_no_store = it.part == "cache-control" and other in ({None}, {"no-cache"})
    return is_no_store and is_anonymous and not has_form


def cookie_name(it):
    return it.part == "cookie" and it.equal_by(lambda text: text.partition("=")[2])


def csrf_field_name(it):
    return it.part == "body" and it.equal_by(
        lambda text: bool(CSRF_FIELD.fullmatch(text.strip())) or text
    )


def anonymous_session(it):
    """Return whether the cookies of an anonymous user differ at most in name and lifetime."""
    login = it.request.method == "POST" and it.left_response.status in (301, 302, 303)
    if it.part != "cookie" or it.request.user or login:
        return False
    attributes = [re.sub(r"^[^=]*=|; max-age=\d+", "", text) for text in it.texts]
    return None in it.values or attributes[0] == attributes[1]


def ended_session(it):
    return it.part == "cookie" and all(re.match(r"[^=]*=;", text) for text in it.texts if text)


def cookie_sent_again(it):
    """Return whether one response sends the cookie of an existing login again."""
    has_cookie = "Cookie" in it.request.headers
    return has_cookie and it.part == "cookie" and None in it.values and not ended_session(it)


def static_file(it):
    if not it.request.path.startswith("/static/"):
        return False
    is_other = it.request.method not in ("GET", "HEAD") and it.values <= {
        "200",
        "403",
        "404",
        "405",
    }
    return it.part in FILE_HEADERS or (it.part == "status" and is_other)


def field_hints(it):
    return it.part == "body" and it.equal_by(lambda text: FIELD_HINTS.sub(r"\1", text))


# The start of the first cell of a row in SPEC.md, and whether the row allows a difference.
RULES = {
    "`Location` absolute": redirect_body,
    "percent-encoding inside `?next=`": location,
    "`<uid>` of a reset link": reset_uid,
    "order and members of `Allow`": allow,
    "a method that a page does not allow": other_method,
    "reason phrases": reason_or_cache,
    "name of the cookie": lambda it: cookie_name(it) or csrf_field_name(it),
    "session of an anonymous user": anonymous_session,
    "a cookie left after logout": ended_session,
    "the cookie of a login sent again": cookie_sent_again,
    "a page without a form, requested": ended_session_cached,
    "a form that was opened in a session": ended_form,
    "more than 1,000 parameters": broken_form,
    "`OPTIONS`, other methods for names": static_file,
    "optional attributes of a field": field_hints,
}


def find_allowed_difference(difference):
    """Return the AllowedDifference of SPEC.md that allows a Difference, or None."""
    for prefix, allows in RULES.items():
        if allows(difference):
            return get_allowed_difference(prefix)
    return None
