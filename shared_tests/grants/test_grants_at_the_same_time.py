"""Grants that are created at the same time, on PostgreSQL, which locks single rows."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared_tests.support.grants_page import PATH, create_token, edit_profile, rows, sign_up_private
from shared_tests.support.locks import uncommitted


@pytest.fixture(scope="session")
def target(on_postgresql):
    return on_postgresql


@pytest.mark.alone
@pytest.mark.spec("GRANT-2")
def test_a_token_that_is_deleted_meanwhile_is_an_unknown_grantee(member, browser, target, account):
    browser.sign_up(**account)
    _, number = create_token(browser)
    member.get(PATH)
    delete = "DELETE FROM tokens WHERE id = :pk"
    lock = uncommitted(target.database, delete, pk=int(number.removeprefix("#")))
    with ThreadPoolExecutor() as pool, lock as requests:
        form = {"grantee": number, "hours": "1"}
        requests.append(pool.submit(member.submit, "grant-form", **form))
    page = requests[0].result()
    assert (page.status, page.error("grantee")) == (200, "There is no such user or token.")


@pytest.mark.spec("GRANT-2")
def test_two_users_can_grant_each_other_at_the_same_time(open_browser):
    browsers = [open_browser() for _ in range(2)]
    names = [sign_up_private(browser) for browser in browsers]
    for browser in browsers:
        edit_profile(browser, visibility="members")
        browser.get(PATH)
    with ThreadPoolExecutor(2) as pool:
        for _ in range(10):
            jobs = [
                pool.submit(browser.submit, "grant-form", grantee=name, hours="1")
                for browser, name in zip(browsers, reversed(names), strict=True)
            ]
            assert [job.result().status for job in jobs] == [200, 200]
    assert [len(rows(browser.get(PATH))) for browser in browsers] == [10, 10]
