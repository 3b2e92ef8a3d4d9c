"""State that all replicas share: sessions, login failures and profiles."""

import pytest

from shared_tests.support.factories import random_name


@pytest.mark.spec("SCALE-1")
def test_login_on_one_replica_is_valid_on_all(replicas, move, open_browser, account):
    client = move(open_browser(), 0)
    client.sign_up(**account)
    for number in range(len(replicas)):
        page = move(client, number).get("/profile/")
        assert (page.path, page.current_user) == ("/profile/", account["username"])


@pytest.mark.spec("SCALE-1")
def test_form_of_one_replica_can_be_submitted_to_another(replicas, move, open_browser, account):
    client = move(open_browser(), 0)
    client.get("/accounts/signup/")
    url, hidden = client.page.form("signup-form")
    other_url = move(client, 1).base_url
    page = client.request("POST", f"{other_url}/accounts/signup/", data=hidden | account)
    assert (page.path, page.current_user) == ("/profile/", account["username"])
    assert not url.startswith(other_url)


@pytest.mark.spec("SCALE-1")
def test_logout_on_one_replica_is_valid_on_all(replicas, move, open_browser, account):
    client = move(open_browser(), 0)
    client.sign_up(**account)
    cookies = client.cookies()
    move(client, 1).log_out()
    for number in range(len(replicas)):
        stale = move(open_browser(), number)
        page = stale.get("/profile/", cookies=cookies)
        assert page.path == "/accounts/login/?next=/profile/"


@pytest.mark.spec("SCALE-2")
def test_failed_logins_are_counted_across_replicas(at_each, account):
    first, *others = at_each()
    first.sign_up(**account)
    first.log_out()
    name, wrong = account["username"], random_name()
    clients = [first, *others] * 2
    pages = [client.log_in(name, wrong) for client in clients[:5]]
    assert [page.status for page in pages[:4]] == [200] * 4
    for client in at_each():
        page = client.log_in(name, account["password1"])
        assert page.status == 429
        assert int(page.headers["Retry-After"]) > 0


@pytest.mark.spec("SCALE-3")
def test_edit_on_one_replica_is_shown_on_all_at_once(
    replicas, move, at_each, open_browser, account
):
    path = f"/profile/{account['username']}/"
    member = move(open_browser(), 0)
    member.sign_up(**account)
    for number in range(len(replicas)):
        location = random_name("town")
        move(member, number).get("/accounts/edit/")
        member.submit(
            "profile-form", email=account["email"], location=location, visibility="public"
        )
        for _ in range(3):  # to reach all processes and their caches
            assert {each.get(path).select_text("#location") for each in at_each()} == {location}
        pages = [move(member, each).get(path) for each in range(len(replicas))]
        assert {page.select_text("#location") for page in pages} == {location}


@pytest.mark.spec("SCALE-3")
def test_private_profile_returns_404_on_all_replicas_at_once(at_each, move, open_browser, account):
    path = f"/profile/{account['username']}/"
    member = move(open_browser(), 0)
    member.sign_up(**account)
    assert {client.get(path).status for client in at_each() * 3} == {200}
    member.get("/accounts/edit/")
    member.submit("profile-form", email=account["email"], visibility="private")
    assert {client.get(path).status for client in at_each() * 3} == {404}
