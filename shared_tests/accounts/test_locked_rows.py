"""Requests that wait, on PostgreSQL, for a transaction that changes a row which they have read."""

from concurrent.futures import ThreadPoolExecutor

import argon2
import pytest

from shared_tests.support.admin_pages import DEACTIVATE, act, delete, edit, set_password
from shared_tests.support.factories import new_user, random_name
from shared_tests.support.locks import uncommitted

UPDATE = "UPDATE users SET {} = :value WHERE username = :name"
TAKEN = "A user with that username already exists."
CHANGES = {
    "edit": lambda staff, name: edit(staff, name, Location="There"),
    "deactivate": lambda staff, name: act(staff, DEACTIVATE, name),
    "password": lambda staff, name: set_password(staff, name, "brand-new-9x8y"),
    "delete": delete,
}


@pytest.fixture(scope="session")
def target(on_postgresql):
    return on_postgresql


@pytest.fixture
def wait_for(target):
    """Return a context manager: requests are sent in its block before a change of a user is committed."""
    return lambda name, column, value: uncommitted(
        target.database, UPDATE.format(column), value=value, name=name
    )


@pytest.fixture
def pool():
    with ThreadPoolExecutor(4) as pool:
        yield pool


@pytest.mark.alone
@pytest.mark.spec("PASSWORD-4")
def test_login_is_rejected_if_the_password_changes_meanwhile(
    wait_for, pool, open_browser, browser, account
):
    open_browser().sign_up(**account)
    browser.get("/accounts/login/")
    hasher = argon2.PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)
    other = "argon2" + hasher.hash("another-9x8y7z")
    login = {"username": account["username"], "password": account["password1"]}
    with wait_for(account["username"], "password", other) as requests:
        requests.append(pool.submit(browser.submit, "login-form", **login))
    requests[0].result()
    assert browser.get("/profile/").path.startswith("/accounts/login/")


@pytest.mark.alone
@pytest.mark.spec("RESET-5")
def test_reset_link_works_once_if_two_uses_wait_for_the_same_row(
    wait_for, pool, open_browser, get_reset_link, account
):
    open_browser().sign_up(**account)
    link = get_reset_link(account["email"])
    browsers = [open_browser(), open_browser()]
    for each in browsers:
        each.get(link)
    with wait_for(account["username"], "bio", "New") as requests:
        for each in browsers:
            new = dict.fromkeys(("new_password1", "new_password2"), random_name("password"))
            requests.append(pool.submit(each.submit, "new-password-form", **new))
    paths = [each.result().path for each in requests]
    assert paths.count("/accounts/login/") == 1


@pytest.mark.alone
@pytest.mark.spec("ADMIN-7")
@pytest.mark.parametrize("change", CHANGES)
def test_staff_change_no_user_who_becomes_a_superuser_meanwhile(
    target, pool, open_browser, staff, account, change
):
    open_browser().sign_up(**account)
    name = account["username"]
    promotion = "UPDATE users SET is_superuser = true WHERE username = :name"
    with uncommitted(target.database, promotion, name=name) as requests:
        requests.append(pool.submit(CHANGES[change], staff, name))
    page = requests[0].result()
    assert page.status == 403 or "Superusers were left alone." in page.main
    browser = open_browser()
    assert browser.log_in(name, account["password1"]).current_user
    assert browser.get("/accounts/edit/").value("location") == ""


@pytest.mark.alone
@pytest.mark.spec("USERNAME-3")
def test_admin_shows_that_a_username_was_taken_meanwhile(
    wait_for, pool, open_browser, superuser, account
):
    open_browser().sign_up(**account)
    other, name = new_user(), random_name()
    open_browser().sign_up(**other)
    with wait_for(other["username"], "username", name) as requests:
        requests.append(pool.submit(edit, superuser, account["username"], Username=name))
    page = requests[0].result()
    assert (page.status, TAKEN in page.response.text) == (200, True)
