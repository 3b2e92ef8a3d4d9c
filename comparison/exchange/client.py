"""Sends a request to a running implementation and returns its response."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote

from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser


@dataclass(frozen=True)
class Request:
    """A request as requests.toml and `make http` describe it.

    `user` logs in first; below /api/, a token of the user is sent instead. `body` is JSON below
    /api/, and otherwise a form in URL encoding, to which the CSRF token is added unless `token` is
    false; `{password}` in it is the password of the demo users. `size` appends that many bytes,
    and `chunked` sends the body without a Content-Length.
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


def send(base_url, request, password):
    """Return the requests.Response to a request, without following redirects.

    Raises requests.RequestException if there is no response, and PermissionError if the user of
    the request can't log in with `password`.
    """
    browser = Browser(base_url)
    headers = dict(request.headers)
    if request.user and request.is_api:
        headers |= authorization_header(base_url, request.user, password)
    elif request.user:
        browser.log_in(request.user, password)
        if not browser.page.current_user:
            raise PermissionError(f"{request.user} cannot log in at {base_url}")
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


def authorization_header(base_url, user, password):
    """Return a header with a new token of `user`; raise PermissionError without one."""
    response = APIClient(base_url).make_token(user, password)
    if response.status_code != 201:
        raise PermissionError(f"{user} cannot get a token from {base_url}")
    return {"Authorization": f"Bearer {response.json()['token']}"}


def hidden_fields(browser, path):
    """Return the hidden fields of the form at `path`, or else of the login form."""
    for page in (path, "/accounts/login/"):
        forms = browser.get(page).soup.select("main form[method=post], form[method=post]")
        for form in sorted(forms, key=lambda form: form.find_parent("main") is None):
            hidden = form.select("input[type=hidden]")
            return {each["name"]: each.get("value", "") for each in hidden}
    return {}
