"""Registered clients of OAuth 2.0."""

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import random_name
from shared_tests.support.oauth import OAuthClient, find_clients, register


@pytest.fixture
def register_client(target):
    """Return a function that registers a client and returns its `client_id`."""

    def register_client(name):
        superuser = Browser(target.url)
        superuser.log_in("admin", target.admin_password)
        register(superuser, name)
        ((_, client_id, *_),) = find_clients(superuser, name)
        return client_id

    return register_client


@pytest.fixture(scope="session")
def clients():
    """The `client_id` and the name of a client of each target, by URL."""
    return {}


@pytest.fixture
def registered(target, clients, register_client):
    """The `client_id` of a client, and its name; the same in all tests of a target."""
    if target.url not in clients:
        name = random_name("client")
        clients[target.url] = register_client(name), name
    return clients[target.url]


@pytest.fixture
def client(target, registered):
    """A client, with a `state` and a `code_verifier` of its own."""
    return OAuthClient(target.url, registered[0])


@pytest.fixture
def other_client(target, register_client):
    """Another client."""
    return OAuthClient(target.url, register_client(random_name("client")))
