"""All replicas are one site: logins, counts and edits."""

import pytest

from shared_tests.support.factories import random_name


@pytest.mark.spec("SCALE-1")
def test_a_login_on_one_replica_holds_on_all(replicas, move, open_browser, person):
    visitor = move(open_browser(), 0)
    visitor.sign_up(**person)
    for number in range(len(replicas)):
        page = move(visitor, number).get("/profile/")
        assert (page.path, page.visitor) == ("/profile/", person["username"])


@pytest.mark.spec("SCALE-1")
def test_a_form_of_one_replica_can_be_sent_to_another(replicas, move, open_browser, person):
    visitor = move(open_browser(), 0)
    visitor.get("/accounts/signup/")
    url, hidden = visitor.page.form("signup-form")
    there = move(visitor, 1).base_url
    page = visitor.request("POST", f"{there}/accounts/signup/", data=hidden | person)
    assert (page.path, page.visitor) == ("/profile/", person["username"])
    assert not url.startswith(there)


@pytest.mark.spec("SCALE-1")
def test_a_logout_on_one_replica_is_one_on_all(replicas, move, open_browser, person):
    visitor = move(open_browser(), 0)
    visitor.sign_up(**person)
    cookies = visitor.cookies()
    move(visitor, 1).log_out()
    for number in range(len(replicas)):
        stale = move(open_browser(), number)
        page = stale.get("/profile/", cookies=cookies)
        assert page.path == "/accounts/login/?next=/profile/"


@pytest.mark.spec("SCALE-2")
def test_failed_logins_count_together(at_each, person):
    first, *others = at_each()
    first.sign_up(**person)
    first.log_out()
    name, wrong = person["username"], random_name()
    visitors = [first, *others] * 2
    pages = [visitor.log_in(name, wrong) for visitor in visitors[:5]]
    assert [page.status for page in pages[:4]] == [200] * 4
    for visitor in at_each():
        page = visitor.log_in(name, person["password1"])
        assert page.status == 429
        assert int(page.headers["Retry-After"]) > 0


@pytest.mark.spec("SCALE-3")
def test_an_edit_on_one_replica_shows_at_once_on_all(replicas, move, at_each, open_browser, person):
    path = f"/profile/{person['username']}/"
    member = move(open_browser(), 0)
    member.sign_up(**person)
    for number in range(len(replicas)):
        town = random_name("town")
        move(member, number).get("/accounts/edit/")
        member.submit("profile-form", email=person["email"], location=town, visibility="public")
        for _ in range(3):  # to reach all processes, and what they keep
            assert {each.get(path).text_of("#location") for each in at_each()} == {town}
        pages = [move(member, each).get(path) for each in range(len(replicas))]
        assert {page.text_of("#location") for page in pages} == {town}


@pytest.mark.spec("SCALE-3")
def test_who_hides_is_gone_at_once_from_all(at_each, move, open_browser, person):
    path = f"/profile/{person['username']}/"
    member = move(open_browser(), 0)
    member.sign_up(**person)
    assert {visitor.get(path).status for visitor in at_each() * 3} == {200}
    member.get("/accounts/edit/")
    member.submit("profile-form", email=person["email"], visibility="private")
    assert {visitor.get(path).status for visitor in at_each() * 3} == {404}
