"""Sends one request to a site and returns what it really answered."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote

from shared_tests.browser import Browser
from shared_tests.programs import Program


@dataclass(frozen=True)
class Request:
    """A request as requests.toml and `make http` describe it.

    `user` logs in first (under /api/ with a token). `body` is JSON under /api/, else a form, as in
    a query, which gets the token of the site's forms unless `token` is off; `{password}` in it is
    that of the demo people. `size` adds as many bytes, and `chunked` hides the length.
    """

    path: str
    method: str = "GET"
    user: str = ""
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    token: bool = True
    size: int = 0
    chunked: bool = False

    @property
    def is_api(self):
        return self.path.startswith("/api/")


def ask(url, request, password):
    """Return the requests.Response of the site at `url`; no redirect is followed.

    Raises requests.RequestException where nothing answers, and PermissionError where the user of
    the request can't log in with `password`.
    """
    browser = Browser(url)
    headers = dict(request.headers)
    if request.user and request.is_api:
        headers |= bearer(url, request.user, password)
    elif request.user:
        browser.log_in(request.user, password)
        if not browser.page.visitor:
            raise PermissionError(f"{request.user} cannot log in at {url}")
    body = request.body.replace("{password}", quote(password)) + "x" * request.size
    if request.is_api:
        headers = {"Content-Type": "application/json"} | headers if body else headers
        data = body.encode()
    else:
        data = parse_qsl(body, keep_blank_values=True)
        if request.method == "POST" and request.token:
            data = [*hidden_fields(browser, request.path).items(), *data]
    if request.chunked:
        data = iter([body.encode()])
    return browser.send(request.method, request.path, data=data, headers=headers).response


def bearer(url, user, password):
    """Return the header with a token of `user` for everything."""
    answer = Program(url).make_token(user, password)
    if answer.status_code != 201:
        raise PermissionError(f"{user} cannot get a token from {url}")
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def hidden_fields(browser, path):
    """Return the hidden fields of the form at `path`, or of one that any visitor gets."""
    for page in (path, "/accounts/login/"):
        forms = browser.get(page).soup.select("main form[method=post], form[method=post]")
        for form in sorted(forms, key=lambda form: form.find_parent("main") is None):
            hidden = form.select("input[type=hidden]")
            return {each["name"]: each.get("value", "") for each in hidden}
    return {}
