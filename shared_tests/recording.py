"""The requests and answers of the present test, to print when it fails, with secrets masked."""

import re

SECRET = re.compile(r"((?:password|csrf)\w*=)[^&\s]*", re.IGNORECASE)
SECRET_IN_JSON = re.compile(r'("(?:password|token)": *")[^"]*', re.IGNORECASE)
TOKEN = re.compile(r'(name="csrf\w*"[^>]*value=")[^"]*', re.IGNORECASE)
exchanges = []


def add(response):
    """Remember one request and its answer."""
    exchanges.append(response)


def clear():
    exchanges.clear()


def text():
    """Return all that was remembered, as a reader wants to see it."""
    return "\n\n".join(_show(response) for response in exchanges[-20:])


def _show(response):
    request = response.request
    body = request.body or ""
    body = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)
    lines = [
        f"> {request.method} {_hide(request.url)}",
        *(f"> {name}: {_mask(name, value)}" for name, value in request.headers.items()),
        *([f"> {_hide(body)[:2000]}"] if body else []),
        f"< {response.status_code} {response.reason}",
        *(f"< {name}: {_mask(name, value)}" for name, value in response.headers.items()),
        SECRET_IN_JSON.sub(r"\1***", TOKEN.sub(r"\1***", response.text))[:4000],
    ]
    return "\n".join(lines)


def _hide(text):
    return SECRET_IN_JSON.sub(r"\1***", SECRET.sub(r"\1***", text))


def _mask(name, value):
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if name.lower() in ("cookie", "set-cookie"):
        return re.sub(r"(^|; )([^=;]+)=[^;]*", r"\1\2=***", value, count=1)
    return "***" if name.lower() == "authorization" else value
