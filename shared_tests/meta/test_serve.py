"""`make run` passes settings on, prints the logins, and serves the comparison site."""

import re
import socket
import struct
from http.client import HTTPConnection

import pytest

from runner import serve, static_server
from runner.process import ROOT, implementations

PROXIES = ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY")


def documented():
    """Return the names of the environment variables in the first table of docs/settings.md."""
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    table = page.partition("| variable | meaning |")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines()[2:]]
    return {name for cell in cells for name in re.findall("`([A-Z_]+)`", cell)}


def test_all_documented_settings_except_the_database_are_passed_on():
    own = {"DATABASE_URL", "HOST", "PORT"}
    assert own < documented()
    assert set(serve.PASSED_ON) == (documented() - own) | set(serve.LOGINS)


def test_the_containers_get_all_documented_settings_except_their_own():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    passed_on = set(re.findall(r"^ +([A-Z_]+): \$\{\1:-", text, re.MULTILINE))
    own = {
        "ALLOWED_HOSTS",
        "CACHE_URL",
        "DATABASE_URL",
        "DEBUG",
        "DEBUG_TOOLBAR",
        "HOST",
        "HTTPS",
        "PORT",
    }
    assert own < documented()
    assert documented() - own <= passed_on


def test_the_examples_are_passed_on_unless_the_environment_has_values(monkeypatch):
    for name in serve.PASSED_ON:
        monkeypatch.delenv(name, raising=False)
    assert serve.read_settings() == serve.EXAMPLES
    monkeypatch.setenv("WALKTHROUGH_GREETING", "Hello")
    assert serve.read_settings()["WALKTHROUGH_GREETING"] == "Hello"
    for implementation in implementations().values():
        file = ROOT / implementation["tree"] / serve.EXAMPLES["WALKTHROUGH_SETTINGS"]
        assert file.exists()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    (tmp_path / "secrets").mkdir()
    for name in serve.LOGINS:
        (tmp_path / "secrets" / name).write_text(f"stored {name}\n", encoding="utf-8")
    return tmp_path


def test_the_stored_logins_are_printed(folder, monkeypatch, capsys):
    monkeypatch.setenv("DEMO_PASSWORD", "another")
    monkeypatch.setenv("ADMIN_PASSWORD", "stored ADMIN_PASSWORD")
    serve.show_logins()
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "stored DEMO_PASSWORD" in line and "ada" in line]
    assert [line for line in lines if "stored ADMIN_PASSWORD" in line and "admin" in line]
    assert [line.split()[0] for line in lines if "is not used" in line] == ["DEMO_PASSWORD"]
    assert "another" not in " ".join(lines)


def test_the_command_that_creates_the_logins_is_shown_if_there_are_none(folder):
    (folder / "secrets" / "DEMO_PASSWORD").unlink()
    with pytest.raises(SystemExit, match="make run"):
        serve.show_logins()


def test_a_launcher_ignores_the_proxies_of_the_environment(tmp_path, monkeypatch):
    for name in PROXIES:
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = serve.Process(next(iter(implementations().values())), tmp_path)
    server.start("python", "-m", "http.server", "--bind", "127.0.0.1", str(server.port)).wait("/")
    server.stop()


@pytest.fixture
def comparison(tmp_path):
    (tmp_path / "index.html").write_text("read", encoding="utf-8")
    with static_server.serving(tmp_path) as url:
        yield url.removeprefix("http://")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200), ("HEAD", "/", 200), ("POST", "/", 501), ("GET", "/none", 404),
        ("GET", "/%00", 404), ("GET", "/x%00y/", 404), ("HEAD", "/%00", 404), ("GET", "/" + "x" * 5000, 404),
        ("GET", "/" + "x" * 70000, 414), ("GET", "/../../etc/passwd", 404), ("GET", "/%2e%2e/%2e%2e/etc/passwd", 404),
        ("GET", "/%ff", 404), ("GET", "/%ed%a0%80", 404),
    ],
)  # fmt: skip
def test_the_comparison_site_responds_to_any_path_and_logs_nothing(
    comparison, method, path, status, capfd
):
    connection = HTTPConnection(comparison)
    connection.request(method, path)
    assert connection.getresponse().status == status
    connection.close()
    assert capfd.readouterr() == ("", "")


def test_a_connection_that_is_reset_by_the_client_is_not_logged(comparison, capfd):
    host, port = comparison.split(":")
    for sent in (b"", b"GET / HT", b"GET / HTTP/1.1\r\n\r\n"):
        with socket.create_connection((host, int(port))) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.sendall(sent)
    connection = HTTPConnection(comparison)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"read"
    connection.close()
    assert capfd.readouterr() == ("", "")
