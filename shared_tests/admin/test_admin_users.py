"""User management in the admin, and its effect on the public pages."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from shared_tests.support.admin_pages import (
    DEACTIVATE,
    REACTIVATE,
    SURE,
    act,
    delete,
    edit,
    forms,
    open_list,
    open_user,
    set_password,
    sign_up,
)
from shared_tests.support.directory_pages import SAME
from shared_tests.support.factories import random_name
from shared_tests.support.forms_by_label import control, filled, find_form, follow, messages, value

FIELDS = ["Username", "Email address", "First name", "Last name", "Bio", "Location", "Website"]


@pytest.fixture
def account(browser):
    """The sign-up fields of a user who is logged in with `browser`."""
    return sign_up(browser)


def is_logged_in(browser):
    return browser.get("/profile/").path == "/profile/"


def cell_texts(page):
    """Return the texts of the cells of a list."""
    return page.select_texts("tbody td, tbody th")


@pytest.mark.spec("ADMIN-3")
@pytest.mark.parametrize("field", ["username", "email", "first_name"])
def test_user_list_is_searched_by_username_email_and_name(superuser, open_browser, field):
    first, second = (sign_up(open_browser(), first_name=random_name("n")) for _ in range(2))
    listed = cell_texts(open_list(superuser, "Users", first[field]))
    assert first["username"] in listed
    assert second["username"] not in listed


@pytest.mark.spec("ADMIN-3")
@pytest.mark.parametrize(
    ("name", "changes", "choice", "other"),
    [
        ("By active", {"Active": False}, "No", "Yes"),
        ("By staff status", {"Staff_status": True}, "Yes", "No"),
        ("By visibility", {"Visibility": "Private"}, "Private", "Members"),
        ("By visibility", {"Visibility": "Members"}, "Members", "Public"),
        ("By visibility", {}, "Public", "Private"),
    ],
)
def test_user_list_is_filtered_by_status_and_visibility(
    superuser, account, name, changes, choice, other
):
    edit(superuser, account["username"], **changes)
    found = []
    for link in (choice, other, "All"):
        open_list(superuser, "Users", account["username"])
        found.append(account["username"] in cell_texts(follow(superuser, link, within=name)))
    assert found == [True, False, True]


@pytest.mark.spec("ADMIN-11")
def test_user_list_is_sorted_by_username_and_sign_up_only(superuser, open_browser):
    word = random_name("w")
    for name, email in (("b", "a"), ("a", "c"), ("c", "b")):
        email = f"{email}.{word}@example.com"
        sign_up(open_browser(), username=f"{word}{name}", email=email)
    url = open_list(superuser, "Users", word).url
    queries = [f"{name}={n}" for name in ("o", "sort") for n in range(-8, 9)]
    pages = [superuser.get(f"{url}&{query}").select_texts("tbody a") for query in queries]
    orders = {"".join(text[-1] for text in page if text.startswith(word)) for page in pages}
    by_username, by_sign_up, by_email = "abc", "bac", {"bca", "acb"}
    assert {by_username, by_sign_up} <= orders
    assert not by_email & orders


@pytest.mark.spec("ADMIN-3")
@pytest.mark.parametrize("search", ["{} example.com", "  EXAMPLE.com {} ", "{} Sophie", "{} ermai"])
def test_search_matches_each_word_in_any_field(superuser, browser, search):
    user = sign_up(browser, first_name="Sophie", last_name="Germain")
    page = open_list(superuser, "Users", search.format(user["username"]))
    assert user["username"] in cell_texts(page)


@pytest.mark.spec("ADMIN-3")
def test_search_ignores_the_other_fields(superuser, browser, account):
    edit(superuser, account["username"], Bio="Mathematician", Location="Paris")
    for search in ("{} Mathematician", "{} Paris", "{} public"):
        page = open_list(superuser, "Users", search.format(account["username"]))
        assert account["username"] not in cell_texts(page)


@pytest.mark.spec("ADMIN-3")
@pytest.mark.parametrize(("name", "search"), SAME)
def test_search_is_case_insensitive_in_every_alphabet(superuser, browser, name, search):
    word = random_name("w")
    user = sign_up(browser, last_name=f"{name}{word}")
    browser.get("/accounts/tokens/")
    browser.submit("token-form", name=f"{name}{word}", scopes="profile:read", days="7")
    assert user["username"] in cell_texts(open_list(superuser, "Users", f"{search}{word}"))
    assert f"{name}{word}" in cell_texts(open_list(superuser, "Tokens", f"{search}{word}"))


@pytest.mark.spec("ADMIN-3")
@pytest.mark.parametrize("search", ["{} nobody_", "{}%", "{}_", "^{}", "={}", "%{}", '"{}"'])
@pytest.mark.parametrize("in_list", ["Users", "Tokens", "Audit log"])
def test_search_has_no_wildcards_or_operators(superuser, account, browser, in_list, search):
    browser.get("/accounts/tokens/")
    browser.submit("token-form", name="x", scopes="profile:read", days="7")
    edit(superuser, account["username"], Bio="Hello")
    assert account["username"] in cell_texts(open_list(superuser, in_list, account["username"]))
    page = open_list(superuser, in_list, search.format(account["username"]))
    assert account["username"] not in cell_texts(page)


@pytest.mark.spec("ADMIN-3", "ERROR-3")
@pytest.mark.parametrize(
    "query",
    [
        "q=%00&search=%00", "p=-1&page=-1", "page=99999999999999999999&p=99999999999999999999",
        "o=x&sort=x", "o=99&sort=99", "q=%25&search=%25", "page_size=1000000&all=",
        "q=" + "a+" * 1900, "search=" + "a+" * 1900,
        "flt0_active_equals=x&is_active__exact=x", "flt2_visibility_equals=x&visibility__exact=x",
    ],
)  # fmt: skip
def test_invalid_query_string_is_no_server_error(superuser, query):
    page = open_list(superuser, "Users", "")
    assert superuser.get(f"{page.url.partition('?')[0]}?{query}").status < 500


@pytest.mark.spec("ADMIN-3", "ERROR-3")
@pytest.mark.parametrize("in_list", ["Users", "Tokens", "Audit log"])
@pytest.mark.parametrize("search", ["\x00", "a\x00", "\x00a"])
def test_search_with_nul_returns_400(superuser, in_list, search):
    assert open_list(superuser, in_list, search).status == 400


@pytest.mark.spec("ADMIN-3", "BODY-5")
@pytest.mark.parametrize(("searches", "status"), [(["a", "\x00"], 400), (["\x00", "a"], 200)])
def test_the_last_of_several_searches_is_used(superuser, searches, status):
    url = open_list(superuser, "Users", "a").url
    ((name, _),) = [pair for pair in parse_qsl(urlsplit(url).query) if pair[1] == "a"]
    query = urlencode([(name, search) for search in searches])
    assert superuser.get(f"{url.partition('?')[0]}?{query}").status == status


@pytest.mark.spec("ADMIN-3", "BODY-5")
@pytest.mark.parametrize(("last", "status"), [("Private", 200), ("\x00", 400)])
def test_the_last_of_several_filters_is_used(superuser, last, status):
    urls = []
    for choice in ("Public", "Private"):
        open_list(superuser, "Users", "")
        urls.append(follow(superuser, choice, within="By visibility").url)
    private = dict(parse_qsl(urlsplit(urls[1]).query))
    ((name, _),) = [(n, v) for n, v in private.items() if v == "private"]
    query = urlencode([(name, "private" if last == "Private" else last)])
    page = superuser.get(f"{urls[0]}&{query}")
    assert page.status == status
    if status == 200:
        assert page.select_texts("tbody tr") == superuser.get(urls[1]).select_texts("tbody tr")


@pytest.mark.spec("ADMIN-3")
@pytest.mark.parametrize("in_list", ["Tokens", "Audit log"])
def test_search_for_very_many_words_is_no_server_error(superuser, in_list):
    url = open_list(superuser, in_list, "").url.partition("?")[0]
    statuses = {superuser.get(f"{url}?{name}=" + "a+" * 1900).status for name in ("q", "search")}
    assert 200 in statuses
    assert max(statuses) < 500


@pytest.mark.spec("ADMIN-3", "ADMIN-10")
@pytest.mark.parametrize(
    ("in_list", "name"),
    [
        ("Users", "password"),
        ("Users", "session__session_key"),
        ("Users", "token__digest"),
        ("Tokens", "digest"),
        ("Tokens", "user__password"),
    ],
)
def test_query_string_cannot_filter_by_a_secret_column(
    superuser, account, browser, database, in_list, name
):
    browser.get("/accounts/tokens/")
    browser.submit("token-form", name="t", scopes="profile:read", days="7")
    column = name.rpartition("__")[2]
    query = f"SELECT {column} FROM users u JOIN sessions s ON u.id = s.user_id JOIN tokens t ON u.id = t.user_id"
    ((secret,),) = database.rows(f"{query} WHERE username = :name", name=account["username"])
    page = open_list(superuser, in_list, account["username"])
    for lookup in (f"{name}__startswith", f"flt1_{column}_contains"):
        responses = [superuser.get(f"{page.url}&{lookup}={start}") for start in (secret[:9], "x")]
        assert len({(response.status, *response.main) for response in responses}) == 1


@pytest.mark.spec("ADMIN-4")
def test_admin_edit_is_shown_on_the_public_profile(superuser, account, browser):
    edit(
        superuser, account["username"], First_name=" Ada ", Last_name="<b>L</b>", Bio="a\r\nb",
        Location="Here", Website="https://example.com/x", Visibility="Members",
    )  # fmt: skip
    page = browser.get(f"/profile/{account['username']}/")
    assert page.h1 == "Ada <b>L</b>"
    assert page.select_text("#bio") == "a\nb"
    assert page.select_text("#location") == "Here"
    assert page.select_text("#website") == "https://example.com/x"
    page = open_user(superuser, account["username"])
    assert [value(page, name) for name in ("Bio", "Visibility")] == ["a\nb", "Members"]


@pytest.mark.spec("ADMIN-4", "USERNAME-2")
def test_new_username_changes_the_profile_url(superuser, account, browser):
    new = random_name()
    edit(superuser, account["username"], Username=f" {new.upper()} ")
    assert browser.get(f"/profile/{new}/").select_text("#username") == new
    assert browser.get(f"/profile/{account['username']}/").status == 404


@pytest.mark.spec("ADMIN-4", "EDIT-2")
@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("Username", "ada", "A user with that username already exists."),
        ("Username", "a b", "Enter 3 to 30 ASCII letters, digits or underscores"),
        ("Username", "", "This field is required."),
        ("Email_address", "a@localhost", "Enter a valid email address."),
        ("First_name", "a\tb", "Control characters are not allowed."),
        ("Last_name", "x" * 151, "Ensure this value has at most 150 characters (it has 151)."),
        ("Bio", "x" * 2001, "Ensure this value has at most 2000 characters (it has 2001)."),
        ("Location", "a\x00b", "Null characters are not allowed."),
        ("Website", "javascript:alert(1)", "Enter a URL that starts with http"),
    ],
)
def test_invalid_field_is_rejected_with_its_message(
    superuser, account, browser, field, typed, message
):
    page = edit(superuser, account["username"], **{"First_name": "New", field: typed})
    assert page.status == 200
    assert message in messages(page, field.replace("_", " "))
    assert browser.get(f"/profile/{account['username']}/").h1 == account["username"]


@pytest.mark.spec("ADMIN-4", "FORM-3")
def test_text_without_a_visible_character_is_treated_as_empty(superuser, account, browser):
    edit(superuser, account["username"], First_name="A", Location="Paris")
    edit(superuser, account["username"], First_name="\u200b", Location="\u3164", Last_name="\ufeff")
    page = browser.get(f"/profile/{account['username']}/")
    assert page.h1 == account["username"]
    assert not page.select_text("#location")
    page = edit(superuser, account["username"], Username="\u200b")
    assert "This field is required." in messages(page, "Username")


@pytest.mark.spec("ADMIN-4", "USERNAME-3")
def test_concurrent_edits_to_one_username_succeed_once(superuser, open_browser):
    browsers, name, prepared = [open_browser() for _ in range(6)], random_name(), []
    for browser in browsers:
        other = sign_up(browser)["username"]
        prepared.append(filled(open_user(superuser, other), "Save", {"Username": name}))
        browser.session.cookies = superuser.session.cookies

    def send(browser, form):
        return browser.request("POST", form[1], data=form[2])

    with ThreadPoolExecutor(len(browsers)) as pool:
        pages = list(pool.map(send, browsers, prepared))
    rejected = [
        "A user with that username already exists." in " ".join(page.main) for page in pages
    ]
    assert {page.status for page in pages} == {200}
    assert sorted(rejected) == [False] + [True] * 5


@pytest.mark.spec("ADMIN-4", "EDIT-8")
def test_old_email_is_notified_of_a_new_email(superuser, account, browser, mailbox):
    edit(superuser, account["username"], Email_address=f"new-{account['email']}")
    message = mailbox.wait_for(account["email"])
    assert account["username"] in message.get_content()
    assert f"new-{account['email']}" not in message.get_content()
    assert browser.get("/accounts/edit/").value("email") == f"new-{account['email']}"


@pytest.mark.spec("ADMIN-4")
def test_edit_with_an_older_form_preserves_the_new_password(superuser, account, browser):
    prepared = filled(open_user(superuser, account["username"]), "Save", {"Location": "There"})
    set_password(superuser, account["username"], "between-9x8y7z")
    superuser.request(prepared[0], prepared[1], data=prepared[2])
    assert browser.log_in(account["username"], "between-9x8y7z").select_text("#location") == "There"


@pytest.mark.spec("ADMIN-4", "EDIT-6")
def test_fields_that_the_form_lacks_are_ignored(superuser, account, open_browser, database):
    row = "SELECT id, password, date_joined, last_login FROM users WHERE username = :name"
    before = database.rows(row, name=account["username"])
    extra = {
        "password": "x",
        "id": "999999",
        "pk": "1",
        "date_joined": "2001-02-03",
        "last_login": "",
    }
    edit(superuser, account["username"], Location="There", extra=extra.items())
    assert database.rows(row, name=account["username"]) == before
    page = open_browser().get(f"/profile/{account['username']}/")
    assert page.select_text("#location") == "There"


@pytest.mark.spec("ADMIN-5", "VISIBLE-4")
def test_bulk_actions_deactivate_and_reactivate_users(superuser, open_browser):
    prefix = random_name("several")[:20]
    browsers = [open_browser() for _ in range(3)]
    users = [sign_up(each, username=f"{prefix}_{n}") for n, each in enumerate(browsers)]
    first, second, third = (user["username"] for user in users)
    page = act(superuser, DEACTIVATE, first, second, search=prefix)
    assert "Deactivated: 2." in page.main
    seen = [superuser.get(f"/profile/{name}/").status for name in (first, second, third)]
    assert seen == [404, 404, 200]
    assert [is_logged_in(each) for each in browsers] == [False, False, True]
    assert "Reactivated: 2." in act(superuser, REACTIVATE, first, second, third, search=prefix).main
    assert superuser.get(f"/profile/{first}/").status == 200
    assert [is_logged_in(each) for each in browsers] == [False, False, True]
    assert open_browser().log_in(first, users[0]["password1"]).current_user == first


@pytest.mark.spec("ADMIN-5", "SESSION-6", "TOKEN-4")
@pytest.mark.parametrize("how", ["list", "form"])
def test_deactivation_revokes_sessions_and_tokens_permanently(superuser, account, browser, how):
    browser.get("/accounts/tokens/")
    browser.submit("token-form", name="t", scopes="profile:read", days="7")
    if how == "list":
        act(superuser, DEACTIVATE, account["username"])
        act(superuser, REACTIVATE, account["username"])
    else:
        edit(superuser, account["username"], Active=False)
        edit(superuser, account["username"], Active=True)
    assert not is_logged_in(browser)
    browser.log_in(account["username"], account["password1"])
    assert browser.get("/accounts/tokens/").soup.select("#tokens tbody tr") == []


@pytest.mark.spec("ADMIN-5", "ERROR-3")
@pytest.mark.parametrize("box", ["x", "0", "-1", "99999999999999999999", "1 OR 1=1", "\x00", ""])
def test_forged_selection_changes_nothing(superuser, account, box):
    method, url, pairs = forms(superuser, account["username"])[DEACTIVATE]
    pk = open_list(superuser, "Users", account["username"]).soup.select_one("tbody input")["value"]
    forged = [(name, box if old == pk else old) for name, old in pairs]
    assert superuser.request(method, url, data=forged).status < 500
    assert superuser.get(f"/profile/{account['username']}/").status == 200


@pytest.mark.spec("ADMIN-4")
def test_a_forged_visibility_is_rejected_with_the_same_message(superuser, account):
    page = open_user(superuser, account["username"])
    name = control(page, "Visibility")["name"]
    method, url, pairs = filled(page, "Save")
    forged = [(key, "everyone" if key == name else old) for key, old in pairs]
    shown = messages(superuser.request(method, url, data=forged), "Visibility")
    assert "Select a valid choice." in shown
    assert "everyone" not in shown


@pytest.mark.spec("ADMIN-6", "PASSWORD-1", "TOKEN-4")
def test_new_password_logs_in_and_revokes_sessions_and_tokens(
    superuser, account, browser, open_browser
):
    browser.get("/accounts/tokens/")
    browser.submit("token-form", name="t", scopes="profile:read", days="7")
    page = set_password(superuser, account["username"], "brand-new-9x8y")
    assert "Password changed successfully." in page.main
    assert not is_logged_in(browser)
    assert open_browser().log_in(account["username"], account["password1"]).current_user is None
    assert browser.log_in(account["username"], "brand-new-9x8y").current_user == account["username"]
    assert browser.get("/accounts/tokens/").soup.select("#tokens tbody tr") == []


@pytest.mark.spec("ADMIN-6", "SIGNUP-3")
@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("short", None, "This password is too short."),
        ("password123", None, "This password is too common."),
        ("1234567890987", None, "This password is entirely numeric."),
        ("{username}", None, "The password is too similar to the username."),
        ("brand-new-9x8y", "another-9x8y", "The two password fields didn’t match."),
        ("", None, "This field is required."),
        ("x" * 1025, None, "This password is too long."),
    ],
)
def test_invalid_new_password_is_rejected_with_its_message(
    superuser, account, browser, first, second, message
):
    page = set_password(superuser, account["username"], first.format(**account), second)
    assert message in messages(page, "New password confirmation")
    assert is_logged_in(browser)


@pytest.mark.spec("ADMIN-6", "PASSWORD-2")
def test_own_password_is_changed_on_the_password_change_page(superuser):
    open_user(superuser, "admin")
    assert follow(superuser, "Set password").path == "/accounts/password_change/"


@pytest.mark.spec("ADMIN-6", "DELETE-2")
def test_deletion_requires_a_confirmation(superuser, account, browser, open_browser):
    open_user(superuser, account["username"])
    page = follow(superuser, "Delete")
    assert find_form(page, SURE)
    assert is_logged_in(browser)
    delete(superuser, account["username"])
    assert superuser.get(f"/profile/{account['username']}/").status == 404
    assert not is_logged_in(browser)
    assert sign_up(open_browser(), username=account["username"])


@pytest.mark.spec("ADMIN-6", "CSRF-1")
def test_forms_without_a_csrf_token_return_403_and_change_nothing(superuser, account, browser):
    for method, url, pairs in forms(superuser, account["username"]).values():
        data = [(name, new) for name, new in pairs if "csrf" not in name]
        assert superuser.request(method, url, data=data).status == 403
    assert is_logged_in(browser)
    assert browser.page.h1 == account["username"]


@pytest.mark.spec("ADMIN-6", "ERROR-3")
def test_forms_of_a_deleted_user_are_no_server_error(superuser, account):
    prepared = forms(superuser, account["username"])
    delete(superuser, account["username"])
    for method, url, pairs in prepared.values():
        assert superuser.get(url).status in (200, 404, 405)
        assert superuser.request(method, url, data=pairs).status in (200, 404)
