"""Editing one's profile."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared_tests.support.factories import INVISIBLE, new_user, random_name

CONTROL = "Control characters are not allowed."
BAD_WEBSITE = "Enter a URL that starts with http:// or https://, such as https://example.com/me."


@pytest.fixture
def editor(open_browser, person):
    """A visitor who has just signed up as `person` and opened the form."""
    visitor = open_browser()
    visitor.sign_up(**person)
    visitor.get("/accounts/edit/")
    return visitor


def stored(page):
    """Return what stands in the form, by field."""
    form = page.soup.find("form", id="profile-form")
    values = {each["name"]: each.get("value", "") for each in form.select("input[id^=id_]")}
    values["bio"] = form.textarea.get_text().removeprefix("\n")
    values["visibility"] = form.select_one("option[selected]")["value"]
    return {name: value for name, value in values.items() if "csrf" not in name}


def edit(visitor, **fields):
    """Change these fields of the form, and leave the others as they stand there."""
    page = visitor.get("/accounts/edit/")
    return visitor.submit("profile-form", **stored(page) | fields)


def refused(visitor, field, **fields):
    """Return the message at a field, after an edit that must be refused and change nothing."""
    before = stored(visitor.get("/accounts/edit/"))
    page = edit(visitor, **fields)
    assert page.status == 200
    assert page.path == "/accounts/edit/"
    assert stored(visitor.get("/accounts/edit/")) == before
    return page.error(field)


@pytest.mark.spec("EDIT-1")
def test_what_is_stored_is_in_the_form(open_browser, person):
    visitor = open_browser()
    visitor.sign_up(**person | {"first_name": "Sophie", "last_name": "Germain"})
    assert stored(visitor.get("/accounts/edit/")) == {
        "first_name": "Sophie", "last_name": "Germain", "email": person["email"], "bio": "",
        "location": "", "website": "", "visibility": "public", "password": "",
    }  # fmt: skip


@pytest.mark.spec("EDIT-1")
def test_an_edit_is_stored_and_shown(editor, person):
    page = edit(
        editor,
        first_name="Sophie",
        last_name="Germain",
        bio="First line.\n\nThird <b>line</b>.",
        location="Paris",
        website="https://example.com/sophie?a=1&b=2#top",
    )
    assert page.path == "/profile/"
    assert page.h1 == page.visitor == "Sophie Germain"
    assert page.text_of("#username") == person["username"]
    assert [str(line).strip() for line in page.soup.find(id="bio").strings] == [
        "First line.",
        "Third <b>line</b>.",
    ]
    assert len(page.soup.select("#bio br")) == 2
    assert page.text_of("#location") == "Paris"
    assert page.soup.select_one("#website a")["href"] == "https://example.com/sophie?a=1&b=2#top"


@pytest.mark.spec("EDIT-3", "FORM-3")
def test_text_without_a_visible_character_is_stored_as_none(editor, person):
    names = ["first_name", "last_name", "bio", "location", "website"]
    for text in INVISIBLE:
        page = edit(editor, **dict.fromkeys(names, text))
        assert (page.path, page.h1) == ("/profile/", person["username"])
        left = stored(editor.get("/accounts/edit/"))
        assert {left[name] for name in names} == {""}


@pytest.mark.spec("FORM-2", "FORM-3")
def test_invisible_text_is_counted_as_it_is_stored(editor):
    page = edit(editor, bio="\u200b\r\n\u200b", website="none")
    assert page.text_of("#id_bio-count") == "0 of 2,000 characters"


@pytest.mark.spec("EDIT-1")
def test_saving_the_form_as_it_is_changes_nothing(editor):
    edit(editor, bio="A\nB", website="http://example.com", visibility="members")
    before = stored(editor.get("/accounts/edit/"))
    assert edit(editor).path == "/profile/"
    assert stored(editor.get("/accounts/edit/")) == before


@pytest.mark.spec("EDIT-1")
def test_an_anonymous_visitor_logs_in_to_edit_and_is_back(browser, target):
    assert browser.get("/accounts/edit/").path.startswith("/accounts/login/")
    page = browser.submit("login-form", username="ada", password=target.demo_password)
    assert page.path == "/accounts/edit/"


@pytest.mark.spec("EDIT-1")
def test_only_the_own_page_leads_to_the_form(editor, person):
    for path in ("/profile/", f"/profile/{person['username']}/"):
        assert [a["href"] for a in editor.get(path).soup.select("main a")] == ["/accounts/edit/"]
    assert "/accounts/edit/" not in editor.get("/profile/ada/").response.text


@pytest.mark.spec("EDIT-1", "VISIBLE-2", "VISIBLE-3", "VISIBLE-5")
def test_visibility_takes_effect_at_once(editor, person, browser, member):
    path = f"/profile/{person['username']}/"
    seen = {}
    for visibility in ("members", "private", "public"):
        assert edit(editor, visibility=visibility).path == "/profile/"
        seen[visibility] = [
            browser.get(path).path == path and browser.page.status == 200,
            member.get(path).status == 200,
            editor.get(path).status == 200,
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
def test_a_text_has_a_limit(editor, field, limit):
    message = refused(editor, field, **{field: "é" * (limit + 1)})
    assert message == f"Ensure this value has at most {limit} characters (it has {limit + 1})."
    assert edit(editor, **{field: "é" * limit}).path == "/profile/"


@pytest.mark.spec("FORM-2")
@pytest.mark.parametrize(
    ("bio", "used"),
    [("", "0"), (" a\r\nb\r\n", "3"), ("é" * 1234, "1,234"), ("<&>", "3"), ("x" * 2001, "2,001")],
)
def test_below_a_bio_stands_how_many_of_its_characters_are_used(editor, bio, used):
    edit(editor, bio=bio)
    page = editor.page if editor.page.path == "/accounts/edit/" else editor.get("/accounts/edit/")
    assert page.text_of("#id_bio-count") == f"{used} of 2,000 characters"


@pytest.mark.spec("EDIT-3", "FORM-2")
def test_a_bio_that_comes_back_is_counted_as_it_would_be_stored(editor):
    page = edit(editor, bio=" \r\na\r\nb \r\n", email="")
    assert page.error("email")
    assert page.text_of("#id_bio-count") == "3 of 2,000 characters"


@pytest.mark.spec("FORM-1", "FORM-2")
def test_a_bio_names_its_counter_and_its_messages(editor):
    page = edit(editor, bio="x" * 2001)
    named = page.soup.select_one("#id_bio")["aria-describedby"].split()
    assert sorted(named) == ["id_bio-count", "id_bio-error"]
    assert all(page.soup.find(id=name) for name in named)


@pytest.mark.spec("EDIT-2", "EDIT-3")
def test_a_line_break_of_a_browser_counts_as_one_character(editor):
    assert edit(editor, bio="a\r\n" * 999 + "aa").path == "/profile/"


@pytest.mark.spec("EDIT-2")
def test_a_website_has_at_most_200_characters(editor):
    website = "https://example.com/".ljust(201, "x")
    assert "at most 200 characters" in refused(editor, "website", website=website)
    assert edit(editor, website=website[:200]).path == "/profile/"


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
def test_a_value_that_can_not_be_taken_is_refused(editor, field, value, message):
    assert refused(editor, field, **{field: value}) == message


@pytest.mark.spec("EDIT-2")
def test_a_refused_form_keeps_what_was_typed_and_the_name_in_the_header(editor, person):
    typed = {"first_name": "New", "bio": " <b>x</b>\r\ny ", "website": "nonsense", "location": "X"}
    page = edit(editor, **typed, password="secret-typed")
    assert page.visitor == person["username"]
    assert {name: page.value(name) for name in ("first_name", "website", "location")} == {
        "first_name": "New", "website": "nonsense", "location": "X",
    }  # fmt: skip
    assert stored(page)["bio"].split() == ["<b>x</b>", "y"]
    assert "secret-typed" not in page.response.text


@pytest.mark.spec("EDIT-3")
def test_white_space_around_goes_and_line_breaks_become_one_character(editor):
    edit(
        editor,
        first_name=" A ",
        location="\tB\u00a0",
        website=" http://c.example ",
        bio="\r\n D\r\nE \n",
    )
    values = stored(editor.get("/accounts/edit/"))
    assert [values[name] for name in ("first_name", "location", "website", "bio")] == [
        "A", "B", "http://c.example", "D\nE",
    ]  # fmt: skip


@pytest.mark.spec("EDIT-3")
@pytest.mark.parametrize("field", ["first_name", "last_name", "location", "bio"])
@pytest.mark.parametrize("character", ["\t", "\x01", "\x0b", "\x1b", "\x7f", "\x85", "\x9f"])
def test_a_control_character_is_refused(editor, field, character):
    assert refused(editor, field, **{field: f"a{character}b"}) == CONTROL


@pytest.mark.spec("EDIT-3")
@pytest.mark.parametrize("field", ["first_name", "email", "bio", "location", "website", "password"])
def test_nul_is_refused(editor, field):
    assert refused(editor, field, **{field: "a\x00b"}) == "Null characters are not allowed."


@pytest.mark.spec("EDIT-3")
def test_a_line_break_is_refused_where_there_is_one_line(editor):
    assert refused(editor, "location", location="a\nb") == CONTROL


@pytest.mark.spec("EDIT-4")
@pytest.mark.parametrize(
    "website",
    [
        "http://example.com", "https://example.com/", "HTTPS://Example.COM/Path", "http://localhost",
        "https://example.com:8443/a/b?c=d&e=%20#f", "https://example.com?q", "http://127.0.0.1/x",
        "https://example.com#top", "https://xn--mnchen-3ya.de/ü", "http://a-b.example/~me/(x)'\"<y>",
    ],
)  # fmt: skip
def test_a_possible_website_is_stored_and_linked(editor, website):
    page = edit(editor, website=website)
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
def test_an_impossible_website_is_refused(editor, website):
    assert refused(editor, "website", website=website) == BAD_WEBSITE


@pytest.mark.spec("EDIT-5")
def test_a_new_email_needs_the_password(editor, person):
    email = f"{random_name()}@example.com"
    needs = "A new email address needs your password."
    assert refused(editor, "password", email=email) == needs
    assert refused(editor, "password", email=email, password="wrong") == "Wrong password."
    assert edit(editor, email=email, password=person["password1"]).path == "/profile/"
    assert stored(editor.get("/accounts/edit/"))["email"] == email


@pytest.mark.spec("EDIT-5")
def test_the_same_email_needs_no_password(editor, person):
    local, _, host = person["email"].partition("@")
    same = f" {local}@{host.upper()} "
    assert edit(editor, email=same, location="Göttingen", password="wrong").path == "/profile/"
    assert stored(editor.get("/accounts/edit/"))["email"] == person["email"]


@pytest.mark.spec("EDIT-6")
def test_fields_that_the_form_does_not_have_change_nothing(editor, person, open_browser):
    others = {"username": "ada", "id": "1", "pk": "1", "is_staff": "on", "is_superuser": "on"}
    others |= {"is_active": "", "password1": "x", "last_login": "", "date_joined": "2000-01-01"}
    page = edit(editor, location="Here", **others)
    assert page.text_of("#username") == person["username"]
    assert not page.soup.select_one("#joined time")["datetime"].startswith("2000")
    assert editor.get("/profile/alan/").status == 404
    again = open_browser().log_in(person["username"], person["password1"])
    assert again.text_of("#location") == "Here"


@pytest.mark.spec("EDIT-7")
def test_edits_at_once_never_mix_two_peoples_fields(open_browser):
    visitors = []
    for _ in range(6):
        visitors.append(open_browser())
        visitors[-1].sign_up(**new_user())

    def edit_often(number):
        for turn in range(5):
            text = f"{number} {turn}"
            edit(visitors[number], first_name=text, location=text, bio=text)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(edit_often, range(6)))
    for number, visitor in enumerate(visitors):
        values = stored(visitor.get("/accounts/edit/"))
        assert {values[name] for name in ("first_name", "location", "bio")} == {f"{number} 4"}


@pytest.mark.spec("CSRF-1", "EDIT-1")
def test_without_a_token_nothing_is_edited(editor):
    typed = stored(editor.get("/accounts/edit/")) | {"location": "Elsewhere"}
    assert editor.request("POST", "/accounts/edit/", data=typed).status == 403
    assert stored(editor.get("/accounts/edit/"))["location"] == ""
