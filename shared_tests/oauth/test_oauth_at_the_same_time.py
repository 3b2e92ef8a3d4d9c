"""Requests of clients at the same time, on PostgreSQL, which locks single rows."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared_tests.support.admin_pages import action_button, lines, open_list
from shared_tests.support.factories import random_name
from shared_tests.support.forms_by_label import checkbox, filled
from shared_tests.support.locks import uncommitted
from shared_tests.support.oauth import OAuthClient, decide, has_access

DELETE = "Delete selected clients"


@pytest.fixture(scope="session")
def target(on_postgresql):
    return on_postgresql


@pytest.mark.spec("OAUTH-9")
def test_a_code_is_exchanged_once_by_requests_at_the_same_time(member, client):
    for _ in range(5):
        code = client.allow(member)
        with ThreadPoolExecutor(4) as pool:
            responses = list(pool.map(client.exchange, [code] * 4))
        statuses = sorted(response.status_code for response in responses)
        assert statuses == [200, 400, 400, 400]
        (token,) = (each.json()["access_token"] for each in responses if each.status_code == 200)
        assert not has_access(client.base_url, token)


@pytest.mark.alone
@pytest.mark.spec("OAUTH-11", "OAUTH-13")
def test_a_token_is_revoked_once_by_requests_at_the_same_time(member, client, target, staff):
    token = client.get_token(member)
    name = member.get("/profile/").select_text("#username")
    owner = "user_id = (SELECT id FROM users WHERE username = :name)"
    lock = f"UPDATE tokens SET last_used_at = now() WHERE {owner}"
    with ThreadPoolExecutor(4) as pool, uncommitted(target.database, lock, name=name) as requests:
        requests += [pool.submit(client.revoke, token) for _ in range(2)]
    assert [each.result().status_code for each in requests] == [200, 200]
    assert sum("token_revoked" in line for line in lines(staff, name)) == 1


@pytest.mark.spec("OAUTH-14")
def test_a_client_can_be_deleted_while_users_consent(member, superuser, register_client, target):
    for _ in range(5):
        name = random_name("client")
        client = OAuthClient(target.url, register_client(name))
        token = client.get_token(member)
        client.ask(member)
        page = open_list(superuser, "Clients", name)
        _, url, pairs = filled(
            page, action_button(page), {"Action": DELETE}, [checkbox(page, name)]
        )
        with ThreadPoolExecutor(2) as pool:
            deletion = pool.submit(superuser.request, "POST", url, data=pairs)
            consent = pool.submit(decide, member)
        assert consent.result().status in (302, 303, 400)
        assert "Deleted: 1." in deletion.result().main
        assert not has_access(client.base_url, token)
        assert client.ask(member).status == 400
    assert member.get("/accounts/export/").response.json()["tokens"] == []


@pytest.mark.alone
@pytest.mark.spec("OAUTH-14")
def test_a_consent_fails_if_the_client_is_deleted_meanwhile(member, register_client, target):
    client = OAuthClient(target.url, register_client(random_name("client")))
    client.ask(member)
    deletion = "DELETE FROM oauth_clients WHERE client_id = :client_id"
    with (
        ThreadPoolExecutor(1) as pool,
        uncommitted(target.database, deletion, client_id=client.client_id) as requests,
    ):
        requests.append(pool.submit(decide, member))
    assert requests[0].result().status == 400
    assert member.get("/accounts/export/").response.json()["tokens"] == []
