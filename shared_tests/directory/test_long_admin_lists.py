"""Lists and searches of the admin with more rows than it shows."""

import pytest

from shared_tests.support.admin_pages import DEACTIVATE, ROWS_LIMITED, act, action_button, open_list
from shared_tests.support.browser import Browser
from shared_tests.support.forms_by_label import checkbox, follow, press
from shared_tests.support.target import Database


@pytest.mark.spec("ADMIN-11")
def test_a_search_of_the_admin_lists_the_first_1000_rows(large_server, target):
    browser = Browser(large_server.url)
    browser.log_in("admin", target.admin_password)
    url = open_list(browser, "Users", "person").url
    queries = (f"{name}={number}" for name in ("p", "page") for number in range(23))
    pages = [browser.get(f"{url}&{query}") for query in queries]
    found = {text for page in pages for text in page.select_texts("tbody a") if "person_" in text}
    database = Database(large_server.environment["DATABASE_URL"])
    users = database.rows("SELECT username FROM users WHERE username LIKE 'person%'")
    database.close()
    assert len(users) == 1150
    assert sorted(found) == sorted(username for (username,) in users)[:1000]
    assert ROWS_LIMITED.format(1000) in pages[0].main
    assert ROWS_LIMITED.format(1000) not in open_list(browser, "Users", "ada").main


@pytest.mark.spec("ADMIN-12")
def test_a_list_of_the_admin_shows_the_first_10000_rows(large_server, target):
    database = Database(large_server.environment["DATABASE_URL"])
    browser = Browser(large_server.url)
    browser.log_in("admin", target.admin_password)
    add_audit_log_entries(database, count := 10001)
    page = open_list(browser, "Audit log", "")
    queries = (f"{name}={number}" for name in ("p", "page") for number in range(199, 203))
    pages = [browser.get(f"{page.url}&{query}") for query in queries]
    found = {text for each in pages for text in each.select_texts("tbody td")}
    database.rows("DELETE FROM audit_log WHERE subject LIKE 'row %'")
    database.close()
    assert ROWS_LIMITED.format(10000) in page.main
    assert f"row {count}" in page.select_texts("tbody td")  # the newest first
    assert {f"row {number}" for number in range(2, 52)} <= found
    assert "row 1" not in found
    assert ROWS_LIMITED.format(10000) not in open_list(browser, "Audit log", "").main


def add_audit_log_entries(database, count):
    """Add entries with the targets `row 1`, `row 2`, ...: each user, ten times."""
    number = "row_number() OVER (ORDER BY times.id, users.id)"
    database.rows(
        "INSERT INTO audit_log"
        " (created_at, actor_id, actor, event, subject_id, subject, detail)"
        " SELECT users.date_joined, users.id, users.username, 'user_edited', users.id,"
        f" 'row ' || {number}, '' FROM users,"
        f" (SELECT id FROM users ORDER BY id LIMIT 10) AS times ORDER BY {number} LIMIT {count}"
    )


@pytest.mark.spec("ADMIN-11")
def test_an_action_on_a_search_of_the_admin_changes_at_most_1000_rows(large_server, target):
    database, browser = (
        Database(large_server.environment["DATABASE_URL"]),
        Browser(large_server.url),
    )
    browser.log_in("admin", target.admin_password)
    ((first,),) = database.rows("SELECT min(username) FROM users WHERE username LIKE 'person%'")
    all_rows = [("select_across", "true")]  # a page may offer to select the rows of all pages
    page = act(browser, DEACTIVATE, first, search="person", extra=all_rows)
    ((changed,),) = database.rows(
        "SELECT count(*) FROM users WHERE username LIKE 'person%' AND NOT is_active"
    )
    database.rows("UPDATE users SET is_active = (1 = 1) WHERE username LIKE 'person%'")
    database.close()
    assert f"Deactivated: {changed}." in page.main
    assert 1 <= changed <= 1000


@pytest.mark.spec("ADMIN-12")
def test_an_action_on_a_list_of_the_admin_changes_at_most_1000_rows(large_server, target):
    database = Database(large_server.environment["DATABASE_URL"])
    browser = Browser(large_server.url)
    browser.log_in("admin", target.admin_password)
    open_list(browser, "Users", "")
    page = follow(browser, "No", within="By staff status")
    (first, *_) = [text for text in page.select_texts("tbody a") if text.startswith("person_")]
    all_rows = [("select_across", "1")]
    chosen = {"Action": DEACTIVATE}, [checkbox(page, first)]
    page = press(browser, action_button(page), *chosen, all_rows)
    changed = database.rows("SELECT username FROM users WHERE username LIKE 'p%' AND NOT is_active")
    database.rows("UPDATE users SET is_active = (1 = 1) WHERE username <> 'konrad'")
    database.close()
    assert (first,) in changed
    assert len(changed) <= 1000
