"""Signing up."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared_tests.support.directory_pages import entry
from shared_tests.support.factories import INVISIBLE, PARTLY_VISIBLE, new_user, random_name

REQUIRED = "This field is required."
TAKEN = "A user with that username already exists."
BAD_NAME = "Enter 3 to 30 ASCII letters, digits or underscores, with at least one letter."
BAD_EMAIL = "Enter a valid email address."


def refused(browser, person, field):
    """Return the message at a field, after a sign-up that must be refused."""
    page = browser.sign_up(**person)
    assert page.status == 200
    assert page.path == "/accounts/signup/"
    assert page.visitor is None
    return page.error(field)


@pytest.mark.spec("SIGNUP-1")
def test_a_new_person_is_logged_in_and_sees_their_page(browser, person):
    page = browser.sign_up(**person | {"first_name": "Emmy", "last_name": "Noether"})
    assert page.path == "/profile/"
    assert page.h1 == page.visitor == "Emmy Noether"
    assert page.text_of("#username") == person["username"]


@pytest.mark.spec("SIGNUP-1")
def test_a_new_person_can_log_in_again(browser, open_browser, person):
    browser.sign_up(**person)
    page = open_browser().log_in(person["username"], person["password1"])
    assert page.path == "/profile/"


@pytest.mark.spec("SIGNUP-2")
@pytest.mark.parametrize("field", ["username", "email", "password1", "password2"])
@pytest.mark.parametrize("value", ["", None])
def test_a_required_field_must_be_filled_in(browser, person, field, value):
    assert refused(browser, person | {field: value}, field) == REQUIRED


@pytest.mark.spec("SIGNUP-2", "SIGNUP-4")
@pytest.mark.parametrize("field", ["username", "email"])
@pytest.mark.parametrize("value", [" ", "\t\n", "\u00a0\u3000"])
def test_white_space_alone_is_nothing(browser, person, field, value):
    assert refused(browser, person | {field: value}, field) == REQUIRED


@pytest.mark.spec("SIGNUP-2")
def test_names_are_optional(browser, person):
    del person["first_name"], person["last_name"]
    page = browser.sign_up(**person)
    assert page.path == "/profile/"
    assert page.h1 == person["username"]


@pytest.mark.spec("USERNAME-1")
@pytest.mark.parametrize(
    "username",
    [
        "ab", "a", "12345", "1_2", "___", "a b c", "a-b-c", "ada.l", "ada@x", "añb", "éco", "аda",
        "\uff21\uff24\uff21", "\u212ang", "ad\u0131", "a\u200bbc", "<b>abc</b>", "a/bc", "../abc",
        "a\nbc", "abc\x01", "a%00b", "ad\u0660", "abc\u0301",
    ],
)  # fmt: skip
def test_an_impossible_username_is_refused(browser, person, username):
    assert refused(browser, person | {"username": username}, "username") == BAD_NAME


@pytest.mark.spec("USERNAME-1")
def test_a_username_of_31_characters_is_refused(browser, person):
    message = refused(browser, person | {"username": "a" * 31}, "username")
    assert message == "Ensure this value has at most 30 characters (it has 31)."
    message = refused(browser, person | {"username": "é\x00" * 20}, "username")
    assert set(message.split("\n")) == {
        "Ensure this value has at most 30 characters (it has 40).",
        "Null characters are not allowed.",
    }


@pytest.mark.spec("USERNAME-1", "SIGNUP-4")
@pytest.mark.parametrize("field", ["username", "email", "first_name", "last_name", "password1"])
def test_nul_is_refused_in_every_field(browser, person, field):
    message = refused(browser, person | {field: "abc\x00def"}, field)
    assert message == "Null characters are not allowed."


@pytest.mark.spec("USERNAME-1")
@pytest.mark.parametrize("shape", ["{}", "{}_", "_{}", "1{}", "{}1"])
def test_digits_and_underscores_may_stand_anywhere(browser, person, shape):
    username = shape.format(random_name("x"))
    assert browser.sign_up(**person | {"username": username}).path == "/profile/"
    assert browser.get(f"/profile/{username}/").status == 200


@pytest.mark.spec("USERNAME-1")
@pytest.mark.parametrize("length", [3, 30])
def test_the_shortest_and_longest_usernames_are_possible(browser, person, length):
    username = f"x{secrets.token_hex(15)}"[:length]
    page = browser.sign_up(**person | {"username": username})
    assert page.path == "/profile/" or page.error("username") == TAKEN


@pytest.mark.spec("USERNAME-2")
def test_a_username_is_stored_in_lower_case_without_white_space(browser, person):
    page = browser.sign_up(**person | {"username": f"  {person['username'].upper()} "})
    assert page.text_of("#username") == person["username"]


@pytest.mark.spec("USERNAME-3")
@pytest.mark.parametrize("change", [str, str.upper, str.title, " {} ".format])
def test_a_taken_username_is_refused_in_any_case(browser, open_browser, change):
    person = new_user()
    browser.sign_up(**person)
    again = new_user(username=change(person["username"]))
    assert refused(open_browser(), again, "username") == TAKEN


@pytest.mark.spec("USERNAME-3")
def test_of_16_people_who_want_one_name_at_once_one_gets_it(open_browser):
    name = random_name()
    browsers = [open_browser() for _ in range(16)]
    for browser in browsers:
        browser.get("/accounts/signup/")

    def sign_up(number):
        wanted = name.upper() if number % 2 else name
        return browsers[number].submit("signup-form", **new_user(username=wanted))

    with ThreadPoolExecutor(16) as pool:
        pages = list(pool.map(sign_up, range(16)))
    assert sorted(page.status for page in pages) == [200] * 16
    assert [page.path for page in pages].count("/profile/") == 1
    assert [page.error("username") for page in pages].count(TAKEN) == 15


@pytest.mark.spec("SIGNUP-3")
@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("x7#kQ2!", "This password is too short. It must contain at least 8 characters."),
        ("password1", "This password is too common."),
        ("  Iloveyou1 ", "This password is too common."),
        ("QWERTYUIOP", "This password is too common."),
        ("90871534682", "This password is entirely numeric."),
        ("٠١٢٣٤٥٦٧٨٩", "This password is entirely numeric."),
        ("Hypatia_of", "The password is too similar to the first name."),
        ("alexandria9", "The password is too similar to the last name."),
    ],
)
def test_a_weak_password_is_refused(browser, person, password, message):
    person |= {"first_name": "Hypatia of", "last_name": "Alexandria"}
    person |= {"password1": password, "password2": password}
    assert message in refused(browser, person, "password2").split("\n")


@pytest.mark.spec("SIGNUP-3")
def test_a_password_has_at_most_1024_characters(browser, open_browser, person):
    longest = "pä ssw🙂rd-" * 102 + "last"
    assert len(longest) == 1024
    message = refused(
        browser, person | {"password1": longest + "x", "password2": longest + "x"}, "password2"
    )
    assert message == "This password is too long. It must contain at most 1024 characters."
    person |= {"password1": longest, "password2": longest}
    assert browser.sign_up(**person).path == "/profile/"
    assert open_browser().log_in(person["username"], longest).path == "/profile/"
    assert open_browser().log_in(person["username"], longest[:-1]).path != "/profile/"


@pytest.mark.spec("SIGNUP-3")
def test_all_that_is_wrong_with_a_password_is_said(browser, person):
    message = refused(browser, person | {"password1": "123456", "password2": "123456"}, "password2")
    assert message.split("\n") == [
        "This password is too short. It must contain at least 8 characters.",
        "This password is too common.",
        "This password is entirely numeric.",
    ]


@pytest.mark.spec("SIGNUP-3")
@pytest.mark.parametrize(
    ("field", "label", "make"),
    [
        ("username", "username", lambda value: value),
        ("username", "username", lambda value: value.upper()),
        ("username", "username", lambda value: value[:-1] + "!"),
        ("email", "email address", lambda value: value),
        ("email", "email address", lambda value: value.partition("@")[0]),
    ],
)
def test_a_password_must_not_resemble_what_is_known(browser, person, field, label, make):
    person["email"] = "".join(secrets.choice("ghjkmnpqrtvwxyz") for _ in range(16)) + "@example.com"
    password = make(person[field])
    message = refused(browser, person | {"password1": password, "password2": password}, "password2")
    assert f"The password is too similar to the {label}." in message


@pytest.mark.spec("SIGNUP-3")
@pytest.mark.parametrize(
    "password",
    ["correct horse battery", "        ", "пароль-и-ещё", "🙂🙃🙂🙃🙂🙃🙂🙃", " lead and trail "],
)
def test_an_unusual_password_is_possible_and_taken_to_the_letter(open_browser, password):
    person = new_user(password1=password, password2=password)
    assert open_browser().sign_up(**person).path == "/profile/"
    assert open_browser().log_in(person["username"], password).path == "/profile/"
    assert open_browser().log_in(person["username"], password + " ").path == "/accounts/login/"


@pytest.mark.spec("SIGNUP-3")
def test_a_password_must_not_resemble_a_refused_username(browser, person):
    person |= {"username": "konstantin!", "password1": "konstantin1", "password2": "konstantin1"}
    message = refused(browser, person, "password2")
    assert message == "The password is too similar to the username."


@pytest.mark.spec("SIGNUP-3")
def test_two_different_passwords_are_refused(browser, person):
    message = refused(browser, person | {"password2": person["password1"] + "x"}, "password2")
    assert message == "The two password fields didn’t match."


@pytest.mark.spec("SIGNUP-4")
@pytest.mark.parametrize("field", ["first_name", "last_name"])
@pytest.mark.parametrize("character", ["\n", "\r\n", "\t", "\x01", "\x1b", "\x7f", "\x85", "\x9f"])
def test_a_control_character_in_a_name_is_refused(browser, person, field, character):
    message = refused(browser, person | {field: f"Marie{character}Curie"}, field)
    assert message == "Control characters are not allowed."


@pytest.mark.spec("SIGNUP-4", "FORM-3")
@pytest.mark.parametrize("name", INVISIBLE)
def test_a_name_without_a_visible_character_is_none(browser, person, name):
    page = browser.sign_up(**person | {"first_name": name, "last_name": f"{name} "})
    assert page.h1 == page.visitor == person["username"]
    assert entry(browser, person["username"]) == person["username"]


@pytest.mark.spec("SIGNUP-4", "FORM-3")
@pytest.mark.parametrize("name", PARTLY_VISIBLE)
def test_a_name_with_a_visible_character_stays_as_it_is(browser, person, name):
    page = browser.sign_up(**person | {"first_name": name})
    assert page.h1 == name


@pytest.mark.spec("SIGNUP-2", "FORM-3")
@pytest.mark.parametrize("field", ["username", "email"])
def test_no_visible_character_is_nothing_where_one_is_required(browser, person, field):
    assert refused(browser, person | {field: "\u200b"}, field) == REQUIRED


@pytest.mark.spec("SIGNUP-3", "FORM-3")
def test_a_password_may_be_of_invisible_characters(browser, person):
    password = "\u200b\ufeff" * 6
    page = browser.sign_up(**person | {"password1": password, "password2": password})
    assert page.path == "/profile/"


@pytest.mark.spec("SIGNUP-4")
def test_white_space_around_names_goes(browser, person):
    page = browser.sign_up(**person | {"first_name": " \u00a0 Marie \t", "last_name": "\nCurie "})
    assert page.h1 == "Marie Curie"


@pytest.mark.spec("SIGNUP-4")
@pytest.mark.parametrize("field", ["first_name", "last_name"])
def test_a_name_has_at_most_150_characters(browser, person, field):
    message = refused(browser, person | {field: "é" * 151}, field)
    assert message == "Ensure this value has at most 150 characters (it has 151)."
    assert browser.sign_up(**person | {field: "é" * 150}).path == "/profile/"


@pytest.mark.spec("SIGNUP-5")
@pytest.mark.parametrize(
    "email",
    [
        "ada", "ada@", "@example.com", "ada@example", "ada@localhost", "a da@example.com",
        "ada@exa mple.com", "ada@@example.com", "ada@example..com", ".ada@example.com",
        "ada.@example.com", "a..da@example.com", '"ada"@example.com', "ada@[127.0.0.1]",
        "ada@127.0.0.1", "ada@-example.com", "ada@example-.com", "ada@example.c", "ada@example.1a", "ada@example.b1", "a@ex\u212aample.com",
        "ada@a." + "b" * 64, "ada@example.c-m", "ada@example.-cm", "ada@example.com-", "ada@example.com.",
        "ü@example.com", "ada@exämple.com", "ada@example.com\nBcc: x@example.com",
        "Ada <ada@example.com>", "ada@example.com,eve@example.com", "ada(x)@example.com",
        "ad\u212a@example.com", "ada@e\u017fample.com", "a" * 65 + "@example.com",
        "ada@" + "a" * 64 + ".com",
    ],
)  # fmt: skip
def test_an_impossible_email_is_refused(browser, person, email):
    assert refused(browser, person | {"email": email}, "email") == BAD_EMAIL


@pytest.mark.spec("SIGNUP-5")
def test_an_email_has_at_most_254_characters(browser, person):
    labels = ".".join(["b" * 60] * 4)
    email = f"{'a' * 20}@{labels}.com"
    message = refused(browser, person | {"email": email.replace("@", "x" * 44 + "@")}, "email")
    assert message.startswith("Ensure this value has at most 254 characters")
    assert "\n" not in message


@pytest.mark.spec("SIGNUP-5")
@pytest.mark.parametrize(
    "email",
    [
        "{}@example.com", "{}+tag@example.co.uk", "{}.x@EXAMPLE.Com", "o'{}@example.org",
        "{}!#$%&'*+/=?^_`{{|}}~-@example.com", "{}@xn--exmple-cua.com", "{}@1.2.example.museum",
        "{}@example.test", "  {}@example.com ",
    ],
)  # fmt: skip
def test_a_possible_email_is_taken(browser, person, email):
    page = browser.sign_up(**person | {"email": email.format(random_name())})
    assert page.path == "/profile/"


@pytest.mark.spec("SIGNUP-5")
@pytest.mark.parametrize(
    "email",
    [
        "a" * 64 + "@example.com",
        "ada@" + "b" * 63 + ".com",
        "ada@example." + "m" * 63,
        "a" * 64 + "@" + ".".join(["b" * 63, "c" * 63, "d" * 57]) + ".com",
    ],
    ids=len,
)
def test_the_longest_email_is_taken(browser, person, email):
    assert browser.sign_up(**person | {"email": email}).path == "/profile/"


@pytest.mark.spec("SIGNUP-3")
@pytest.mark.parametrize("password", ["fallen_angel", "Donaldduck", "lilmama12"])
def test_the_last_of_the_common_passwords_is_refused(browser, person, password):
    message = refused(browser, person | {"password1": password, "password2": password}, "password2")
    assert message == "This password is too common."


@pytest.mark.spec("SIGNUP-3")
@pytest.mark.parametrize(
    ("field", "value", "password", "label"),
    [
        ("email", "zxhypatq@a-host-with-a-long-name.example.com", "zxhypatq", "email address"),
        ("last_name", "Vuqwertz of Some Far Away Place", "vuqwertz", "last name"),
        ("first_name", "Alexandria", "alexandr42x", "first name"),
    ],
)
def test_a_password_must_not_resemble_one_word(browser, person, field, value, password, label):
    typed = person | {"email": "q@example.com", field: value}
    message = refused(browser, typed | {"password1": password, "password2": password}, "password2")
    assert message == f"The password is too similar to the {label}."


@pytest.mark.spec("SIGNUP-5")
def test_an_email_need_not_be_unique(open_browser, person):
    assert open_browser().sign_up(**person).path == "/profile/"
    again = new_user(email=person["email"])
    assert open_browser().sign_up(**again).path == "/profile/"


@pytest.mark.spec("SIGNUP-6")
def test_what_was_typed_is_kept_but_for_the_passwords(browser, person):
    typed = {"username": " A b ", "email": "a<b>@c", "first_name": '"Ada"', "last_name": " L&L "}
    page = browser.sign_up(**person | typed)
    assert {field: page.value(field) for field in typed} == typed
    assert page.value("password1") == page.value("password2") == ""
    assert person["password1"] not in page.response.text


@pytest.mark.spec("SIGNUP-7")
def test_fields_that_the_form_does_not_have_change_nothing(browser, person, open_browser):
    extra = {"is_staff": "on", "is_superuser": "on", "id": "1", "pk": "1", "is_active": ""}
    page = browser.sign_up(
        **person, **extra, visibility="private", bio="x", date_joined="2000-01-01"
    )
    assert page.path == "/profile/"
    assert browser.get("/profile/alan/").status == 404
    assert open_browser().get(f"/profile/{person['username']}/").text_of("#bio") == ""
    assert browser.get("/profile/1/").text_of("#username") == "ada"
