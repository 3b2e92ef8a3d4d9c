"""`make run`: what it passes on, which logins it prints, and how it serves the comparison."""

import re
import socket
import struct
from http.client import HTTPConnection

import pytest

from runner import serve, static_server
from runner.process import ROOT, implementations

PROXIES = ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY")


def test_all_documented_settings_but_the_database_are_passed_on():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    table = page.partition("| variable | meaning |")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines()[2:]]
    documented = {name for cell in cells for name in re.findall("`([A-Z_]+)`", cell)}
    own = {"DATABASE_URL", "HOST", "PORT"}
    assert own < documented
    assert set(serve.PASSED_ON) == (documented - own) | set(serve.LOGINS)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    (tmp_path / "secrets").mkdir()
    for name in serve.LOGINS:
        (tmp_path / "secrets" / name).write_text(f"stored {name}\n", encoding="utf-8")
    return tmp_path


def test_the_logins_that_are_printed_are_those_that_are_stored(folder, monkeypatch, capsys):
    monkeypatch.setenv("DEMO_PASSWORD", "another")
    monkeypatch.setenv("ADMIN_PASSWORD", "stored ADMIN_PASSWORD")
    serve.show_logins()
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "stored DEMO_PASSWORD" in line and "ada" in line]
    assert [line for line in lines if "stored ADMIN_PASSWORD" in line and "admin" in line]
    assert [line.split()[0] for line in lines if "is not used" in line] == ["DEMO_PASSWORD"]
    assert "another" not in " ".join(lines)


def test_without_logins_it_says_what_makes_them(folder):
    (folder / "secrets" / "DEMO_PASSWORD").unlink()
    with pytest.raises(SystemExit, match="make run"):
        serve.show_logins()


def test_a_proxy_of_the_environment_is_not_between_a_launcher_and_its_server(tmp_path, monkeypatch):
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
def test_the_comparison_answers_whatever_it_is_asked_and_is_silent(
    comparison, method, path, status, capfd
):
    connection = HTTPConnection(comparison)
    connection.request(method, path)
    assert connection.getresponse().status == status
    connection.close()
    assert capfd.readouterr() == ("", "")


def test_a_visitor_who_resets_a_connection_is_not_told_of(comparison, capfd):
    host, port = comparison.split(":")
    for sent in (b"", b"GET / HT", b"GET / HTTP/1.1\r\n\r\n"):
        with socket.create_connection((host, int(port))) as visitor:
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            visitor.sendall(sent)
    connection = HTTPConnection(comparison)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"read"
    connection.close()
    assert capfd.readouterr() == ("", "")
