"""A failing test prints no password, token or cookie of the target."""

import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from runner.process import ROOT
from shared_tests.support import spec

DEMO, ADMIN = "demo ünd pass/word", "admin-s3cret+word"
TOKEN, COOKIE, CSRF = "t0ken" * 8, "c00kie" * 60, "csrft0ken" * 4
SECRETS = [DEMO, ADMIN, "demo+", "demo%20", "admin-s3cret", TOKEN[:20], COOKIE[:20], CSRF[:20]]
FAILING = """
import pytest

@pytest.mark.spec("HOME-1")
@pytest.mark.parametrize("fails", ["assert", "raise", "setup"])
def test_fails(target, browser, api_client, fails, request):
    browser.get("/")
    browser.submit("login-form", username="ada", password=target.demo_password)
    response = api_client.make_token("admin", target.admin_password)
    token, cookies, hidden = response.json()["token"], browser.cookies(), browser.page.form("login-form")
    api_client.get("/", headers={"Authorization": f"Bearer {token}"})
    password, everything = target.demo_password, [vars(target), cookies, token]
    print(everything, hidden)
    if fails == "setup":
        request.getfixturevalue("broken")
    if fails == "raise":
        raise ValueError(f"{target} {everything}")
    assert [target, password, cookies] == [token, target.admin_password, everything]

@pytest.fixture
def broken(target):
    raise ValueError(target.admin_password)
"""


class Handler(BaseHTTPRequestHandler):
    """Serves a login form, and hands out tokens and cookies."""

    def respond(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_api = self.path.startswith("/api/")
        form = (
            f'<form id="login-form"><input type="hidden" name="csrf_token" value="{CSRF}"></form>'
        )
        body = json.dumps({"token": TOKEN}) if is_api else form
        self.send_response(201 if is_api else 200)
        self.send_header("Content-Type", "application/json" if is_api else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", f"session={COOKIE}; Path=/; HttpOnly")
        self.end_headers()
        self.wfile.write(body.encode())

    do_GET = do_POST = respond

    def log_message(self, *arguments):
        pass


@pytest.fixture
def url():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("options", [["-vv"], ["--showlocals", "-n1"]], ids=str)
def test_a_failure_prints_no_secret(tmp_path, url, options):
    target = {"name": "x", "url": url, "demo_password": DEMO, "admin_password": ADMIN}
    (tmp_path / "target.json").write_text(json.dumps(target), encoding="utf-8")
    (tmp_path / "test_fails.py").write_text(FAILING, encoding="utf-8")
    files = (f"--target={tmp_path / 'target.json'}", f"--results={tmp_path / 'results.json'}")
    command = [sys.executable, "-m", "pytest", "-p", "shared_tests.conftest", *files, *options]
    done = subprocess.run(
        [*command, str(tmp_path / "test_fails.py")], cwd=ROOT, capture_output=True, text=True
    )
    assert "3 failed" in done.stdout, done.stdout + done.stderr
    assert "POST http" in done.stdout
    assert spec.text("HOME-1") in done.stdout
    printed = done.stdout + done.stderr + (tmp_path / "results.json").read_text(encoding="utf-8")
    assert [secret for secret in SECRETS if secret in printed] == []
