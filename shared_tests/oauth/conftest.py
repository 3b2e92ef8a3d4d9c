"""A registered client of OAuth 2.0."""

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import random_name
from shared_tests.support.oauth import OAuthClient, find_clients, register


@pytest.fixture(scope="session")
def register_client(target):
    """Return a function that registers a client and returns its `client_id`."""
    superuser = Browser(target.url)
    superuser.log_in("admin", target.admin_password)

    def register_client(name=None, **fields):
        name = name or random_name("client")
        register(superuser, name, **fields)
        ((_, client_id, *_),) = find_clients(superuser, name)
        return client_id

    return register_client


@pytest.fixture(scope="session")
def registered(register_client):
    """The `client_id` of a client, and its name."""
    name = random_name("client")
    return register_client(name), name


@pytest.fixture
def client(target, registered):
    """A client, with a `state` and a `code_verifier` of its own."""
    return OAuthClient(target.url, registered[0])


@pytest.fixture
def other_client(target, register_client):
    """Another client."""
    return OAuthClient(target.url, register_client())
