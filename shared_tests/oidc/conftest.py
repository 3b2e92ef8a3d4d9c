"""A provider, and servers of the target that use it, on both databases."""

import json
import shutil
from contextlib import ExitStack
from dataclasses import replace

import pytest

from runner import latitude
from runner.process import SUITE_SETTINGS, Process
from shared_tests.support import oidc_provider
from shared_tests.support.mailbox import mail_server
from shared_tests.support.target import NOT_OFFERED, new_database, own_passwords


@pytest.fixture(scope="session")
def running_provider():
    with oidc_provider.serving() as provider:
        yield provider


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def target(request, launched, prepared, running_provider, tmp_path_factory):
    """A server of the implementation under test that uses the provider."""
    if not launched.implementation or not launched.postgresql:
        pytest.skip(NOT_OFFERED)
    folder = tmp_path_factory.mktemp(request.param)
    with ExitStack() as stack:
        port = stack.enter_context(mail_server(folder / "mail"))
        variables = (
            SUITE_SETTINGS
            | own_passwords(launched)
            | {
                "EMAIL_URL": f"smtp://127.0.0.1:{port}",
                "LOG_LEVEL": "DEBUG",
                "SITES_CACHE_TTL": "1",
                "WORKERS": "1",  # each process without a shared cache counts failed logins by itself
                "OIDC_ISSUER": running_provider.url,
                "OIDC_CLIENT_ID": oidc_provider.CLIENT_ID,
                "OIDC_CLIENT_SECRET": oidc_provider.CLIENT_SECRET,
                "OIDC_NAME": oidc_provider.NAME,
            }
        )
        if request.param == "postgresql":
            variables["DATABASE_URL"] = stack.enter_context(new_database(launched.postgresql))
        server = Process(launched.implementation, folder, **variables)
        stack.callback(server.stop)
        if request.param == "postgresql":
            server.start()
        else:
            shutil.copy(prepared, server.database_path)
            server.serve()
        url = server.wait().url
        if launched.changes:
            url = stack.enter_context(latitude.serving(server.port, launched.changes))
        yield replace(
            launched,
            url=url,
            database=server.environment["DATABASE_URL"],
            log=str(server.log_path),
            mailbox=str(folder / "mail"),
        )


@pytest.fixture
def provider(running_provider):
    """The provider, with a new subject and without the changes of other tests."""
    running_provider.reset()
    return running_provider


@pytest.fixture
def events(target):
    """Return a function that returns the security events of a user, by primary key, in the log."""

    def find(pk=None):
        with open(target.log, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.startswith("{")]
        return [line["event"] for line in lines if line.get("user", "") == pk]

    return find
