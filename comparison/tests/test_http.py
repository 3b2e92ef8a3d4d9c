"""`make http` finds the password of a demo user."""

import pytest

from comparison.terminal.http import get_password


@pytest.fixture
def passwords(tmp_path, monkeypatch):
    """Return the folder of the stored passwords, on a machine without Docker."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    folder = tmp_path / "secrets"
    folder.mkdir()
    return folder


def test_the_stored_password_is_read_without_docker(passwords, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "not used")
    (passwords / "DEMO_PASSWORD").write_text("stored\n")
    assert get_password("ada") == "stored"


def test_the_password_of_the_environment_is_used_if_none_is_stored(passwords, monkeypatch):
    monkeypatch.setenv("ADMIN_PASSWORD", "given")
    assert get_password("admin") == "given"
