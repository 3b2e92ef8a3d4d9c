"""What configuration reads, what a missing source raises, and to what it belongs."""

import pytest
from flask import Config, Flask, current_app


class Example:
    GREETING = "Hello"
    greeting = "not read"


def test_only_upper_case_names_are_read():
    config = Config("")
    config.from_object(Example)
    assert config == {"GREETING": "Hello"}


def test_lower_case_keyword_arguments_are_stored_by_update_only():
    config = Config("")
    config.from_mapping(lower=1)
    assert config == {}
    config.update(lower=1)
    assert config == {"lower": 1}


def test_lower_case_variables_are_stored_by_from_prefixed_env(monkeypatch):
    monkeypatch.setenv("EXAMPLE_lower", "1")
    config = Config("")
    config.from_prefixed_env("EXAMPLE")
    assert config == {"lower": 1}


def test_a_missing_source_raises_an_error(monkeypatch, tmp_path):
    monkeypatch.delenv("NO_SETTINGS", raising=False)
    with pytest.raises(RuntimeError, match="'NO_SETTINGS' is not set"):
        Config("").from_envvar("NO_SETTINGS")
    monkeypatch.setenv("NO_SETTINGS", str(tmp_path / "missing.py"))
    with pytest.raises(FileNotFoundError, match="Unable to load configuration file"):
        Config("").from_envvar("NO_SETTINGS")
    assert not Config("").from_envvar("NO_SETTINGS", silent=True)


def test_each_application_has_its_own_configuration():
    first, second = Flask("first"), Flask("second")
    first.config["GREETING"] = "Hello"
    assert "GREETING" not in second.config
    with first.app_context():
        assert current_app.config is first.config
