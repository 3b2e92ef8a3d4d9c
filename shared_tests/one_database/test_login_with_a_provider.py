"""A login with an OpenID Connect provider that begins at one implementation and ends at the other."""

import pytest

from runner import front_door
from runner.process import free_port
from runner.shared_database import prepare
from shared_tests.support import oidc, oidc_provider
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user


@pytest.mark.spec("SHARE-5", "OIDC-3", "OIDC-4", "OIDC-6")
def test_login_with_a_provider_ends_at_the_other_implementation(empty_pair, owner):
    (other,) = {*empty_pair} - {owner}
    routes, port, account = {"/": owner, "/accounts/oidc/callback/": other}, free_port(), new_user()
    ports = {name: process.port for name, process in empty_pair.items()}
    with oidc_provider.serving() as provider, front_door.serving(port, ports, routes):
        for process in empty_pair.values():
            process.environment |= {
                "SECRET_KEY": "s" * 50,
                "OIDC_ISSUER": provider.url,
                "OIDC_CLIENT_ID": oidc_provider.CLIENT_ID,
                "OIDC_CLIENT_SECRET": oidc_provider.CLIENT_SECRET,
            }
        prepare(empty_pair, owner)
        browser = Browser(f"http://127.0.0.1:{port}")
        try:
            for process in empty_pair.values():
                process.serve().wait()
            assert oidc.log_in(browser, provider).path == "/accounts/oidc/signup/"
            browser.submit("signup-form", **account)
            browser.log_out()
            assert oidc.log_in(browser, provider).current_user == account["username"]
            provider.reset()  # another identity
            page = oidc.link(browser, provider, account["password1"])
            assert len(page.soup.select("#identities tbody tr")) == 2
        finally:
            for process in empty_pair.values():
                process.kill()
