"""The profile form."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared_tests.support.factories import INVISIBLE, new_user, random_name
from shared_tests.support.target import trigger

CONTROL = "Control characters are not allowed."
BAD_WEBSITE = "Enter a URL that starts with http:// or https://, such as https://example.com/me."


@pytest.fixture
def user_browser(open_browser, account):
    """A browser that is logged in as the new user `account` and shows the form."""
    browser = open_browser()
    browser.sign_up(**account)
    browser.get("/accounts/edit/")
    return browser


def get_values(page):
    """Return the values of the form, by field."""
    form = page.soup.find("form", id="profile-form")
    values = {each["name"]: each.get("value", "") for each in form.select("input[id^=id_]")}
    values["bio"] = form.textarea.get_text().removeprefix("\n")
    values["visibility"] = form.select_one("option[selected]")["value"]
    return {name: value for name, value in values.items() if "csrf" not in name}


def edit(browser, **fields):
    """Submit the form with new values for these fields; return the page after the redirect."""
    page = browser.get("/accounts/edit/")
    return browser.submit("profile-form", **get_values(page) | fields)


def get_error(browser, field, **fields):
    """Submit a form that must be rejected and change nothing; return the error of a field."""
    before = get_values(browser.get("/accounts/edit/"))
    page = edit(browser, **fields)
    assert page.status == 200
    assert page.path == "/accounts/edit/"
    assert get_values(browser.get("/accounts/edit/")) == before
    return page.error(field)


@pytest.mark.spec("EDIT-1")
def test_form_shows_the_stored_values(open_browser, account):
    browser = open_browser()
    browser.sign_up(**account | {"first_name": "Sophie", "last_name": "Germain"})
    assert get_values(browser.get("/accounts/edit/")) == {
        "first_name": "Sophie", "last_name": "Germain", "email": account["email"], "bio": "",
        "location": "", "website": "", "visibility": "public", "password": "",
    }  # fmt: skip


@pytest.mark.spec("EDIT-1", "PROFILE-8")
def test_new_values_are_stored_and_shown(user_browser, account):
    page = edit(
        user_browser,
        first_name="Sophie",
        last_name="Germain",
        bio="First line.\n\n\nFourth <b>line</b>.",
        location="Paris",
        website="https://example.com/sophie?a=1&b=2#top",
    )
    assert page.path == "/profile/"
    assert page.h1 == page.current_user == "Sophie Germain"
    assert page.select_text("#username") == account["username"]
    assert page.select_text("#bio").split("\n") == ["First line.", "Fourth <b>line</b>."]
    assert len(page.soup.select("#bio br")) == 3
    assert page.select_text("#location") == "Paris"
    assert page.soup.select_one("#website a")["href"] == "https://example.com/sophie?a=1&b=2#top"


@pytest.mark.spec("EDIT-3", "FORM-3")
def test_text_without_visible_characters_is_stored_as_empty(user_browser, account):
    names = ["first_name", "last_name", "bio", "location", "website"]
    for text in INVISIBLE:
        page = edit(user_browser, **dict.fromkeys(names, text))
        assert (page.path, page.h1) == ("/profile/", account["username"])
        values = get_values(user_browser.get("/accounts/edit/"))
        assert {values[name] for name in names} == {""}


@pytest.mark.spec("FORM-2", "FORM-3")
def test_character_count_of_an_invisible_bio_is_zero(user_browser):
    page = edit(user_browser, bio="\u200b\r\n\u200b", website="none")
    assert page.select_text("#id_bio-count") == "0 of 2,000 characters"


@pytest.mark.spec("EDIT-1")
def test_submitting_the_unchanged_form_changes_nothing(user_browser):
    edit(user_browser, bio="A\nB", website="http://example.com", visibility="members")
    before = get_values(user_browser.get("/accounts/edit/"))
    assert edit(user_browser).path == "/profile/"
    assert get_values(user_browser.get("/accounts/edit/")) == before


@pytest.mark.spec("EDIT-1")
def test_anonymous_users_are_redirected_to_login_and_back(browser, target):
    assert browser.get("/accounts/edit/").path.startswith("/accounts/login/")
    page = browser.submit("login-form", username="ada", password=target.demo_password)
    assert page.path == "/accounts/edit/"


@pytest.mark.spec("EDIT-1")
def test_only_the_own_profile_page_links_to_the_form(user_browser, account):
    for path in ("/profile/", f"/profile/{account['username']}/"):
        assert [a["href"] for a in user_browser.get(path).soup.select("main a")] == [
            "/accounts/edit/"
        ]
    assert "/accounts/edit/" not in user_browser.get("/profile/ada/").response.text


@pytest.mark.spec("EDIT-1", "VISIBLE-2", "VISIBLE-3", "VISIBLE-5")
def test_visibility_takes_effect_immediately(user_browser, account, browser, member):
    path = f"/profile/{account['username']}/"
    seen = {}
    for visibility in ("members", "private", "public"):
        assert edit(user_browser, visibility=visibility).path == "/profile/"
        seen[visibility] = [
            browser.get(path).path == path and browser.page.status == 200,
            member.get(path).status == 200,
            user_browser.get(path).status == 200,
        ]
    assert seen == {
        "members": [False, True, True],
        "private": [False, False, True],
        "public": [True, True, True],
    }


@pytest.mark.spec("EDIT-2")
@pytest.mark.parametrize(
    ("field", "limit"), [("first_name", 150), ("last_name", 150), ("bio", 2000), ("location", 100)]
)
@pytest.mark.parametrize("character", ["é", "🙂"])
def test_text_fields_have_a_maximum_length(user_browser, field, limit, character):
    message = get_error(user_browser, field, **{field: character * (limit + 1)})
    assert message == f"Ensure this value has at most {limit} characters (it has {limit + 1})."
    assert edit(user_browser, **{field: character * limit}).path == "/profile/"


@pytest.mark.spec("FORM-2")
@pytest.mark.parametrize(
    ("bio", "used"),
    [
        ("", "0"),
        (" a\r\nb\r\n", "3"),
        ("é" * 1234, "1,234"),
        ("<&>", "3"),
        ("x" * 2001, "2,001"),
        ("👩\u200d💻", "3"),
    ],
)
def test_form_shows_the_character_count_of_the_bio(user_browser, bio, used):
    edit(user_browser, bio=bio)
    page = (
        user_browser.page
        if user_browser.page.path == "/accounts/edit/"
        else user_browser.get("/accounts/edit/")
    )
    assert page.select_text("#id_bio-count") == f"{used} of 2,000 characters"


@pytest.mark.spec("EDIT-3", "FORM-2")
def test_character_count_in_an_invalid_form_is_that_of_the_normalized_bio(user_browser):
    page = edit(user_browser, bio=" \r\na\r\nb \r\n", email="")
    assert page.error("email")
    assert page.select_text("#id_bio-count") == "3 of 2,000 characters"


@pytest.mark.spec("FORM-1", "FORM-2")
def test_bio_references_its_character_count_and_its_errors(user_browser):
    page = edit(user_browser, bio="x" * 2001)
    ids = page.soup.select_one("#id_bio")["aria-describedby"].split()
    assert sorted(ids) == ["id_bio-count", "id_bio-error"]
    assert all(page.soup.find(id=each) for each in ids)


@pytest.mark.spec("EDIT-2", "EDIT-3")
def test_crlf_counts_as_one_character(user_browser):
    assert edit(user_browser, bio="a\r\n" * 999 + "aa").path == "/profile/"


@pytest.mark.spec("EDIT-2")
def test_website_has_at_most_200_characters(user_browser):
    website = "https://example.com/".ljust(201, "x")
    assert "at most 200 characters" in get_error(user_browser, "website", website=website)
    assert edit(user_browser, website=website[:200]).path == "/profile/"


@pytest.mark.spec("EDIT-2")
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email", "", "This field is required."),
        ("email", "ada@localhost", "Enter a valid email address."),
        ("visibility", "", "This field is required."),
        ("visibility", "PUBLIC", "Select a valid choice."),
        ("visibility", "everyone", "Select a valid choice."),
    ],
)
def test_invalid_values_are_rejected(user_browser, field, value, message):
    assert get_error(user_browser, field, **{field: value}) == message


@pytest.mark.spec("EDIT-2")
def test_invalid_form_preserves_its_values_and_the_name_in_the_header(user_browser, account):
    data = {"first_name": "New", "bio": " <b>x</b>\r\ny ", "website": "nonsense", "location": "X"}
    page = edit(user_browser, **data, password="secret-typed")
    assert page.current_user == account["username"]
    assert {name: page.value(name) for name in ("first_name", "website", "location")} == {
        "first_name": "New", "website": "nonsense", "location": "X",
    }  # fmt: skip
    assert get_values(page)["bio"].split() == ["<b>x</b>", "y"]
    assert "secret-typed" not in page.response.text


@pytest.mark.spec("EDIT-3")
def test_surrounding_white_space_is_removed_and_crlf_becomes_lf(user_browser):
    edit(
        user_browser,
        first_name=" A ",
        location="\tB\u00a0",
        website=" http://c.example ",
        bio="\r\n D\r\nE \n",
    )
    values = get_values(user_browser.get("/accounts/edit/"))
    assert [values[name] for name in ("first_name", "location", "website", "bio")] == [
        "A", "B", "http://c.example", "D\nE",
    ]  # fmt: skip


@pytest.mark.spec("EDIT-3")
@pytest.mark.parametrize("field", ["first_name", "last_name", "location", "bio"])
@pytest.mark.parametrize(
    "character", ["\t", "\x01", "\x0b", "\r", "\x1b", "\x1f", "\x7f", "\x80", "\x85", "\x9f"]
)
def test_control_characters_are_rejected(user_browser, field, character):
    assert get_error(user_browser, field, **{field: f"a{character}b"}) == CONTROL


@pytest.mark.spec("EDIT-3")
@pytest.mark.parametrize("field", ["first_name", "email", "bio", "location", "website", "password"])
def test_nul_characters_are_rejected(user_browser, field):
    assert get_error(user_browser, field, **{field: "a\x00b"}) == "Null characters are not allowed."


@pytest.mark.spec("EDIT-3")
def test_line_break_is_rejected_in_a_single_line_field(user_browser):
    assert get_error(user_browser, "location", location="a\nb") == CONTROL


@pytest.mark.spec("EDIT-4")
@pytest.mark.parametrize(
    "website",
    [
        "http://example.com", "https://example.com/", "HTTPS://Example.COM/Path", "http://localhost",
        "https://example.com:8443/a/b?c=d&e=%20#f", "https://example.com?q", "http://127.0.0.1/x",
        "https://example.com#top", "https://xn--mnchen-3ya.de/ü", "http://a-b.example/~me/(x)'\"<y>",
    ],
)  # fmt: skip
def test_valid_website_is_stored_and_linked(user_browser, website):
    page = edit(user_browser, website=website)
    assert page.path == "/profile/"
    assert page.soup.select_one("#website a")["href"] == website


@pytest.mark.spec("EDIT-4")
@pytest.mark.parametrize(
    "website",
    [
        "example.com", "//example.com", "ftp://example.com", "javascript:alert(1)", "http://",
        "https:///path", "https://?q", "http:example.com", "mailto:a@example.com", "http://a b.example",
        "https://user@example.com", "https://user:pw@example.com/", "https://example.com/a b",
        "https://example.com/a\nb", "https://example.com/a\tb", "https://example.com\\@evil.example",
        "https://example.com/\\x", "https://.example.com", "https://example..com", "https://-a.example",
        "https://example.com:port/", "https://example.com:/", "http://[::1]/", "http://ex_ample.com",
        "http://\u0435xample.com", "data:text/html,x", "https://example.com/\x7f", "http://%41.example",
        "java\nscript:alert(1)", "https://example.com/\u00a0x", "JavaScript://example.com/%0aalert(1)",
    ],
)  # fmt: skip
def test_invalid_website_is_rejected(user_browser, website):
    assert get_error(user_browser, "website", website=website) == BAD_WEBSITE


@pytest.mark.spec("EDIT-5")
def test_new_email_address_requires_the_password(user_browser, account):
    email = f"{random_name()}@example.com"
    needs = "A new email address needs your password."
    assert get_error(user_browser, "password", email=email) == needs
    assert get_error(user_browser, "password", email=email, password="wrong") == "Wrong password."
    assert edit(user_browser, email=email, password=account["password1"]).path == "/profile/"
    assert get_values(user_browser.get("/accounts/edit/"))["email"] == email


@pytest.mark.spec("EDIT-5")
def test_unchanged_email_address_requires_no_password(user_browser, account):
    local, _, host = account["email"].partition("@")
    same = f" {local}@{host.upper()} "
    assert (
        edit(user_browser, email=same, location="Göttingen", password="wrong").path == "/profile/"
    )
    assert get_values(user_browser.get("/accounts/edit/"))["email"] == account["email"]


@pytest.mark.spec("EDIT-1", "RUN-4")
def test_values_are_stored_before_the_response(user_browser, account, database):
    url, hidden = user_browser.page.form("profile-form")
    fields = get_values(user_browser.page) | {"location": "Kyiv"}
    page = user_browser.request("POST", url, data=hidden | fields, allow_redirects=False)
    query = "SELECT location FROM users WHERE username = :name"
    assert database.rows(query, name=account["username"]) == [("Kyiv",)]
    assert page.status in (302, 303)


@pytest.mark.spec("EDIT-5")
def test_email_address_in_another_case_requires_the_password(user_browser, account):
    needs = "A new email address needs your password."
    assert get_error(user_browser, "password", email=account["email"].capitalize()) == needs


@pytest.mark.spec("EDIT-8")
def test_no_email_is_sent_if_the_commit_fails(
    user_browser, account, database, mailbox, get_reset_link
):
    table = f"test_{random_name()}"
    database.rows(
        f"CREATE TABLE {table} (id bigint REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED)"
    )
    try:
        condition = f"NEW.username = '{account['username']}'"
        insert = f"INSERT INTO {table} VALUES (0)"
        email = f"new-{account['email']}"
        with trigger(database, "UPDATE OF email ON users", condition, insert):
            assert edit(user_browser, email=email, password=account["password1"]).status == 500
    finally:
        database.rows(f"DROP TABLE {table}")
    get_reset_link(account["email"])
    assert len(mailbox.received_by(account["email"])) == 1


@pytest.mark.spec("EDIT-6")
def test_unknown_fields_are_ignored(user_browser, account, open_browser):
    others = {"username": "ada", "id": "1", "pk": "1", "is_staff": "on", "is_superuser": "on"}
    others |= {"is_active": "", "password1": "x", "last_login": "", "date_joined": "2000-01-01"}
    page = edit(user_browser, location="Here", **others)
    assert page.select_text("#username") == account["username"]
    assert not page.soup.select_one("#joined time")["datetime"].startswith("2000")
    assert user_browser.get("/profile/alan/").status == 404
    again = open_browser().log_in(account["username"], account["password1"])
    assert again.select_text("#location") == "Here"


@pytest.mark.spec("EDIT-7")
def test_concurrent_edits_never_mix_the_fields_of_two_users(open_browser):
    browsers = []
    for _ in range(6):
        browsers.append(open_browser())
        browsers[-1].sign_up(**new_user())

    def edit_often(number):
        for turn in range(10):
            text = f"{number} {turn}"
            page = edit(browsers[number], first_name=text, location=text, bio=text)
            assert {page.select_text(name) for name in ("#location", "#bio")} == {text}

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(edit_often, range(6)))
    for number, browser in enumerate(browsers):
        values = get_values(browser.get("/accounts/edit/"))
        assert {values[name] for name in ("first_name", "location", "bio")} == {f"{number} 9"}


@pytest.mark.spec("CSRF-1", "EDIT-1")
def test_edit_without_a_csrf_token_returns_403(user_browser):
    data = get_values(user_browser.get("/accounts/edit/")) | {"location": "Elsewhere"}
    assert user_browser.request("POST", "/accounts/edit/", data=data).status == 403
    assert get_values(user_browser.get("/accounts/edit/"))["location"] == ""
