"""What the application registers, and where: the attributes of the `Flask` object."""

import pytest
from flask import Flask

from accounts.throttle import TooManyAttempts
from accounts.views import too_many_attempts
from app import create_app
from core.extensions import db
from sites.cache import context_processor
from web.client_ip import set_client_ip

ATTRIBUTES = [
    "error_handler_spec",
    "url_build_error_handlers",
    "before_request_funcs",
    "after_request_funcs",
    "teardown_request_funcs",
    "url_value_preprocessors",
    "url_default_functions",
    "template_context_processors",
    "shell_context_processors",
    "blueprints",
    "extensions",
    "url_map",
    "view_functions",
    "teardown_appcontext_funcs",
    "config",
    "jinja_env",
    "cli",
    "import_name",
    "static_folder",
]
REMOVED = ["before_first_request_funcs"]


@pytest.fixture(scope="module")
def app():
    return create_app(TESTING=True)


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_an_attribute_exists(name):
    assert hasattr(Flask("empty"), name)


@pytest.mark.parametrize("name", REMOVED)
def test_an_attribute_was_removed(name):
    assert not hasattr(Flask("empty"), name)


def test_urls_lead_to_views(app):
    rules = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules()}
    assert rules["profiles.me"] == "/profile/"
    assert app.view_functions["profiles.me"].__module__ == "profiles.views"


def test_functions_run_for_each_request(app):
    assert app.before_request_funcs[None][0] is set_client_ip
    assert app.after_request_funcs[None]
    assert app.teardown_request_funcs[None]


def test_errors_lead_to_handlers(app):
    assert app.error_handler_spec[None][None][TooManyAttempts] is too_many_attempts


def test_templates_get_variables(app):
    assert context_processor in app.template_context_processors[None]


def test_features_are_listed(app):
    assert {"profiles", "accounts", "passwords", "tokens", "stats"} <= app.blueprints.keys()
    assert app.extensions["sqlalchemy"] is db
