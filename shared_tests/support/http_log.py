"""The requests and responses of the current test, printed when it fails, with secrets masked."""

import re
from dataclasses import fields, is_dataclass
from urllib.parse import quote, quote_plus

SECRET = re.compile(r"((?:password|csrf)\w*=)[^&\s]*", re.IGNORECASE)
SECRET_IN_JSON = re.compile(r"""(["'](?:password\d?|token)["']: *["'])[^"']*""", re.IGNORECASE)
TOKEN = re.compile(r'(name="csrf\w*"[^>]*value=")[^"]*', re.IGNORECASE)
COOKIE = re.compile(r"(?:^|; |, )[^=;,]+=([^;,]+)")
SHORTEST = 8  # characters: shorter values are not treated as secrets
LONGEST = 3000  # characters of a body that are shown
exchanges = []


def add(response):
    """Add a response, with its request, to the log."""
    exchanges.append(response)


def clear():
    exchanges.clear()


def text():
    """Return the last 20 requests and responses as readable text."""
    return "\n\n".join(_show(response) for response in exchanges[-20:])


def masked(value, passwords=()):
    """Return a text, or pytest's representation of a failure, without passwords, tokens and cookies."""
    found = {*passwords, *map(quote, passwords), *map(quote_plus, passwords), *_secrets()} - {""}
    # pytest truncates long values, so the beginning of a secret is masked, too.
    parts = [re.escape(each) for each in sorted(found, key=len, reverse=True)]
    parts += [
        re.escape(each[:SHORTEST]) + r"[^\s'\"]*" for each in found if len(each) > 2 * SHORTEST
    ]
    known = re.compile("|".join(parts) or "(?!)")
    return _masked(value, lambda text: SECRET_IN_JSON.sub(r"\1***", known.sub("***", text)))


def _masked(value, mask):
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list | tuple):
        return type(value)(_masked(each, mask) for each in value)
    if is_dataclass(value):
        for field in fields(value):
            setattr(value, field.name, _masked(getattr(value, field.name), mask))
    return value


def _secrets():
    """Return the values of cookies and tokens in the log."""
    found = set()
    for response in exchanges:
        request = response.request
        for cookies in (request.headers.get("Cookie", ""), response.headers.get("Set-Cookie", "")):
            found.update(COOKIE.findall(_text(cookies)))
        found.add(_text(request.headers.get("Authorization", "")).rpartition(" ")[2])
        for pattern in (SECRET_IN_JSON, TOKEN):
            for match in pattern.finditer(response.text):
                found.add(match[0].removeprefix(match[1]))
    return {each for each in found if len(each) >= SHORTEST}


def _show(response):
    request = response.request
    body = request.body or ""
    body = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)
    lines = [
        f"> {request.method} {_hide(request.url)}",
        *(f"> {name}: {_mask(name, value)}" for name, value in request.headers.items()),
        *([f"> {_shorten(_hide(body))}"] if body else []),
        f"< {response.status_code} {response.reason}",
        *(f"< {name}: {_mask(name, value)}" for name, value in response.headers.items()),
        _shorten(SECRET_IN_JSON.sub(r"\1***", TOKEN.sub(r"\1***", response.text))),
    ]
    return "\n".join(lines)


def _shorten(text):
    """Return the text without empty lines, and without what is longer than LONGEST."""
    text = "\n".join(filter(str.strip, text.splitlines()))
    rest = len(text) - LONGEST
    return text if rest <= 0 else f"{text[:LONGEST]}\n[{rest} more characters]"


def _hide(text):
    return SECRET_IN_JSON.sub(r"\1***", SECRET.sub(r"\1***", text))


def _mask(name, value):
    value = _text(value)
    if name.lower() in ("cookie", "set-cookie"):
        return re.sub(r"(^|; )([^=;]+)=[^;]*", r"\1\2=***", value, count=1)
    return "***" if name.lower() == "authorization" else value


def _text(value):
    """Return the value of a header, which a test may send as bytes, as text."""
    return value.decode("latin-1") if isinstance(value, bytes) else value
