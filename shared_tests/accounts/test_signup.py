"""Sign-up."""

import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared_tests.support.directory_pages import entry
from shared_tests.support.factories import INVISIBLE, PARTLY_VISIBLE, new_user, random_name

REQUIRED = "This field is required."
TAKEN = "A user with that username already exists."
INVALID_USERNAME = "Enter 3 to 30 ASCII letters, digits or underscores, with at least one letter."
INVALID_EMAIL = "Enter a valid email address."


def get_error(browser, user, field):
    """Submit a sign-up form that must be rejected; return the error of a field."""
    page = browser.sign_up(**user)
    assert page.status == 200
    assert page.path == "/accounts/signup/"
    assert page.current_user is None
    return page.error(field)


@pytest.mark.spec("SIGNUP-1")
def test_sign_up_logs_the_user_in_and_redirects_to_the_own_profile(browser, account):
    page = browser.sign_up(**account | {"first_name": "Emmy", "last_name": "Noether"})
    assert page.path == "/profile/"
    assert page.h1 == page.current_user == "Emmy Noether"
    assert page.select_text("#username") == account["username"]


@pytest.mark.spec("SIGNUP-1")
def test_new_user_can_log_in(browser, open_browser, account):
    browser.sign_up(**account)
    page = open_browser().log_in(account["username"], account["password1"])
    assert page.path == "/profile/"


@pytest.mark.spec("SIGNUP-2")
@pytest.mark.parametrize("field", ["username", "email", "password1", "password2"])
@pytest.mark.parametrize("value", ["", None])
def test_required_fields_must_not_be_empty_or_missing(browser, account, field, value):
    assert get_error(browser, account | {field: value}, field) == REQUIRED


@pytest.mark.spec("SIGNUP-2", "SIGNUP-4")
@pytest.mark.parametrize("field", ["username", "email"])
@pytest.mark.parametrize("value", [" ", "\t\n", "\u00a0\u3000"])
def test_required_fields_must_not_consist_of_white_space(browser, account, field, value):
    assert get_error(browser, account | {field: value}, field) == REQUIRED


@pytest.mark.spec("SIGNUP-2")
def test_first_name_and_last_name_are_optional(browser, account):
    del account["first_name"], account["last_name"]
    page = browser.sign_up(**account)
    assert page.path == "/profile/"
    assert page.h1 == account["username"]


@pytest.mark.spec("USERNAME-1")
@pytest.mark.parametrize(
    "username",
    [
        "ab", "a", "12345", "1_2", "___", "a b c", "a-b-c", "ada.l", "ada@x", "añb", "éco", "аda",
        "\uff21\uff24\uff21", "\u212ang", "ad\u0131", "a\u200bbc", "<b>abc</b>", "a/bc", "../abc",
        "a\nbc", "abc\x01", "a%00b", "ad\u0660", "abc\u0301",
    ],
)  # fmt: skip
def test_invalid_username_is_rejected(browser, account, username):
    assert get_error(browser, account | {"username": username}, "username") == INVALID_USERNAME


@pytest.mark.spec("USERNAME-1")
def test_username_of_more_than_30_characters_is_rejected(browser, account):
    message = get_error(browser, account | {"username": "a" * 31}, "username")
    assert message == "Ensure this value has at most 30 characters (it has 31)."
    message = get_error(browser, account | {"username": "é\x00" * 20}, "username")
    assert set(message.split("\n")) == {
        "Ensure this value has at most 30 characters (it has 40).",
        "Null characters are not allowed.",
    }


@pytest.mark.spec("USERNAME-1", "SIGNUP-4")
@pytest.mark.parametrize("field", ["username", "email", "first_name", "last_name", "password1"])
def test_nul_characters_are_rejected_in_every_field(browser, account, field):
    message = get_error(browser, account | {field: "abc\x00def"}, field)
    assert message == "Null characters are not allowed."


@pytest.mark.spec("USERNAME-1")
@pytest.mark.parametrize("shape", ["{}", "{}_", "_{}", "1{}", "{}1"])
def test_username_may_contain_digits_and_underscores_in_any_position(browser, account, shape):
    username = shape.format(random_name("x"))
    assert browser.sign_up(**account | {"username": username}).path == "/profile/"
    assert browser.get(f"/profile/{username}/").status == 200


@pytest.mark.spec("USERNAME-1")
@pytest.mark.parametrize("length", [3, 30])
def test_shortest_and_longest_usernames_are_accepted(browser, account, length):
    username = f"x{secrets.token_hex(15)}"[:length]
    page = browser.sign_up(**account | {"username": username})
    assert page.path == "/profile/" or page.error("username") == TAKEN


@pytest.mark.spec("USERNAME-2")
def test_username_is_stored_in_lower_case_without_surrounding_white_space(browser, account):
    page = browser.sign_up(**account | {"username": f"  {account['username'].upper()} "})
    assert page.select_text("#username") == account["username"]


@pytest.mark.spec("USERNAME-3")
@pytest.mark.parametrize("change", [str, str.upper, str.title, " {} ".format])
def test_taken_username_is_rejected_in_any_case(browser, open_browser, change):
    user = new_user()
    browser.sign_up(**user)
    again = new_user(username=change(user["username"]))
    assert get_error(open_browser(), again, "username") == TAKEN


@pytest.mark.spec("USERNAME-3")
def test_only_one_of_16_concurrent_sign_ups_gets_the_username(open_browser):
    name = random_name()
    browsers = [open_browser() for _ in range(16)]
    for browser in browsers:
        browser.get("/accounts/signup/")

    def sign_up(number):
        username = name.upper() if number % 2 else name
        return browsers[number].submit("signup-form", **new_user(username=username))

    with ThreadPoolExecutor(16) as pool:
        pages = list(pool.map(sign_up, range(16)))
    assert sorted(page.status for page in pages) == [200] * 16
    assert [page.path for page in pages].count("/profile/") == 1
    assert [page.error("username") for page in pages].count(TAKEN) == 15


@pytest.fixture
def take_name(add_trigger, account):
    """Another user gets the username of `account` after a form with it was validated."""
    columns = "password, is_superuser, username, first_name, last_name, email, is_staff, is_active"
    columns += ", date_joined, bio, location, website, visibility"
    values = f"'!', false, '{account['username']}', 'Rival', '', '', false, true"
    values += ", CURRENT_TIMESTAMP, '', '', '', 'public'"
    insert = f"INSERT INTO users ({columns}) VALUES ({values})"
    condition = f"NEW.username = '{account['username']}' AND NEW.first_name <> 'Rival'"
    add_trigger("INSERT ON users", condition, insert)


@pytest.mark.spec("USERNAME-3")
@pytest.mark.usefixtures("take_name")
def test_username_that_is_taken_after_the_validation_gets_the_message_of_the_form(browser, account):
    page = browser.sign_up(**account)
    assert (page.status, page.error("username")) == (200, TAKEN)
    assert page.current_user is None


@pytest.mark.spec("USERNAME-3", "API-6")
@pytest.mark.usefixtures("take_name")
def test_username_that_is_taken_after_the_validation_returns_400(api_client, account):
    response = api_client.sign_up(account)
    assert (response.status_code, response.json()["errors"]) == (400, {"username": [TAKEN]})


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
def test_weak_password_is_rejected(browser, account, password, message):
    account |= {"first_name": "Hypatia of", "last_name": "Alexandria"}
    account |= {"password1": password, "password2": password}
    assert message in get_error(browser, account, "password2").split("\n")


@pytest.mark.spec("SIGNUP-3")
def test_password_has_at_most_1024_characters(browser, open_browser, account):
    longest = "pä ssw🙂rd-" * 102 + "last"
    assert len(longest) == 1024
    message = get_error(
        browser, account | {"password1": longest + "x", "password2": longest + "x"}, "password2"
    )
    assert message == "This password is too long. It must contain at most 1024 characters."
    account |= {"password1": longest, "password2": longest}
    assert browser.sign_up(**account).path == "/profile/"
    assert open_browser().log_in(account["username"], longest).path == "/profile/"
    assert open_browser().log_in(account["username"], longest[:-1]).path != "/profile/"


@pytest.mark.spec("SIGNUP-3")
def test_all_errors_of_a_password_are_shown(browser, account):
    message = get_error(
        browser, account | {"password1": "123456", "password2": "123456"}, "password2"
    )
    assert message.split("\n") == [
        "This password is too short. It must contain at least 8 characters.",
        "This password is too common.",
        "This password is entirely numeric.",
    ]


@pytest.mark.spec("SIGNUP-3")
@pytest.mark.parametrize(
    ("field", "label", "make_password"),
    [
        ("username", "username", lambda value: value),
        ("username", "username", lambda value: value.upper()),
        ("username", "username", lambda value: value[:-1] + "!"),
        ("username", "username", lambda value: value[::-1]),
        ("email", "email address", lambda value: value),
        ("email", "email address", lambda value: value.partition("@")[0]),
    ],
)
def test_password_similar_to_the_username_or_email_is_rejected(
    browser, account, field, label, make_password
):
    account["email"] = (
        "".join(secrets.choice("ghjkmnpqrtvwxyz") for _ in range(16)) + "@example.com"
    )
    password = make_password(account[field])
    message = get_error(
        browser, account | {"password1": password, "password2": password}, "password2"
    )
    assert f"The password is too similar to the {label}." in message


@pytest.mark.spec("SIGNUP-3", "EDIT-5", "DELETE-1")
@pytest.mark.parametrize(
    "password",
    ["correct horse battery", "        ", "пароль-и-ещё", "🙂🙃🙂🙃🙂🙃🙂🙃", " lead and trail "],
)
def test_unusual_password_is_accepted_without_changes(open_browser, password):
    user, browser = new_user(password1=password, password2=password), open_browser()
    assert browser.sign_up(**user).path == "/profile/"
    assert open_browser().log_in(user["username"], password).path == "/profile/"
    assert open_browser().log_in(user["username"], password + " ").path == "/accounts/login/"
    email = {"email": f"new.{user['email']}", "visibility": "public"}
    browser.get("/accounts/edit/")
    assert browser.submit("profile-form", **email, password=password).path == "/profile/"
    browser.get("/accounts/delete/")
    assert browser.submit("delete-form", password=password).path == "/"


@pytest.mark.spec("SIGNUP-3")
@pytest.mark.parametrize(("shared", "path"), [(7, "/accounts/signup/"), (6, "/profile/")])
def test_texts_that_share_seven_of_ten_characters_are_similar(browser, account, shared, path):
    password = "konstantin"[:shared] + "QWERVBZXCM"[shared:]
    account |= {"first_name": "konstantin", "password1": password, "password2": password}
    assert browser.sign_up(**account).path == path


@pytest.mark.spec("SIGNUP-3")
def test_password_similar_to_an_invalid_username_is_rejected(browser, account):
    account |= {"username": "konstantin!", "password1": "konstantin1", "password2": "konstantin1"}
    message = get_error(browser, account, "password2")
    assert message == "The password is too similar to the username."


@pytest.mark.spec("SIGNUP-3")
def test_different_passwords_are_rejected(browser, account):
    message = get_error(browser, account | {"password2": account["password1"] + "x"}, "password2")
    assert message == "The two password fields didn’t match."


@pytest.mark.spec("SIGNUP-4")
@pytest.mark.parametrize("field", ["first_name", "last_name"])
@pytest.mark.parametrize("character", ["\n", "\r\n", "\t", "\x01", "\x1b", "\x7f", "\x85", "\x9f"])
def test_control_characters_in_names_are_rejected(browser, account, field, character):
    message = get_error(browser, account | {field: f"Marie{character}Curie"}, field)
    assert message == "Control characters are not allowed."


@pytest.mark.spec("SIGNUP-4", "FORM-3")
@pytest.mark.parametrize("name", INVISIBLE)
def test_name_without_visible_characters_is_empty(browser, account, name):
    page = browser.sign_up(**account | {"first_name": name, "last_name": f"{name} "})
    assert page.h1 == page.current_user == account["username"]
    assert entry(browser, account["username"]) == account["username"]


@pytest.mark.spec("SIGNUP-4", "FORM-3")
@pytest.mark.parametrize("name", PARTLY_VISIBLE)
def test_name_with_a_visible_character_is_stored_unchanged(browser, account, name):
    page = browser.sign_up(**account | {"first_name": name})
    assert page.h1 == name


@pytest.mark.spec("SIGNUP-2", "FORM-3")
@pytest.mark.parametrize("field", ["username", "email"])
def test_required_fields_must_contain_a_visible_character(browser, account, field):
    assert get_error(browser, account | {field: "\u200b"}, field) == REQUIRED


@pytest.mark.spec("SIGNUP-3", "FORM-3")
def test_password_may_consist_of_invisible_characters(browser, account):
    password = "\u200b\ufeff" * 6
    page = browser.sign_up(**account | {"password1": password, "password2": password})
    assert page.path == "/profile/"


@pytest.mark.spec("SIGNUP-4")
def test_surrounding_white_space_is_removed_from_names(browser, account):
    page = browser.sign_up(**account | {"first_name": " \u00a0 Marie \t", "last_name": "\nCurie "})
    assert page.h1 == "Marie Curie"


@pytest.mark.spec("SIGNUP-4")
@pytest.mark.parametrize("field", ["first_name", "last_name"])
def test_names_have_at_most_150_characters(browser, account, field):
    message = get_error(browser, account | {field: "é" * 151}, field)
    assert message == "Ensure this value has at most 150 characters (it has 151)."
    assert browser.sign_up(**account | {field: "é" * 150}).path == "/profile/"


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
def test_invalid_email_address_is_rejected(browser, account, email):
    assert get_error(browser, account | {"email": email}, "email") == INVALID_EMAIL


@pytest.mark.spec("SIGNUP-5")
def test_email_address_has_at_most_254_characters(browser, account):
    labels = ".".join(["b" * 60] * 4)
    email = f"{'a' * 20}@{labels}.com"
    message = get_error(browser, account | {"email": email.replace("@", "x" * 44 + "@")}, "email")
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
def test_valid_email_address_is_accepted(browser, account, email):
    page = browser.sign_up(**account | {"email": email.format(random_name())})
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
def test_longest_email_addresses_are_accepted(browser, account, email):
    assert browser.sign_up(**account | {"email": email}).path == "/profile/"


@pytest.mark.spec("SIGNUP-3")
@pytest.mark.parametrize("password", ["fallen_angel", "Donaldduck", "lilmama12"])
def test_last_entries_of_the_common_password_list_are_rejected(browser, account, password):
    message = get_error(
        browser, account | {"password1": password, "password2": password}, "password2"
    )
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
def test_password_similar_to_one_word_of_a_field_is_rejected(
    browser, account, field, value, password, label
):
    data = account | {"email": "q@example.com", field: value}
    message = get_error(browser, data | {"password1": password, "password2": password}, "password2")
    assert message == f"The password is too similar to the {label}."


@pytest.mark.spec("SIGNUP-5")
def test_email_address_need_not_be_unique(open_browser, account):
    assert open_browser().sign_up(**account).path == "/profile/"
    again = new_user(email=account["email"])
    assert open_browser().sign_up(**again).path == "/profile/"


@pytest.mark.spec("SIGNUP-6")
def test_invalid_form_preserves_all_values_except_the_passwords(browser, account):
    data = {"username": " A b ", "email": "a<b>@c", "first_name": '"Ada"', "last_name": " L&L "}
    page = browser.sign_up(**account | data)
    assert {field: page.value(field) for field in data} == data
    assert page.value("password1") == page.value("password2") == ""
    assert account["password1"] not in page.response.text


@pytest.mark.spec("SIGNUP-7")
def test_unknown_fields_are_ignored(browser, account, open_browser):
    extra = {"is_staff": "on", "is_superuser": "on", "id": "1", "pk": "1", "is_active": ""}
    page = browser.sign_up(
        **account, **extra, visibility="private", bio="x", date_joined="2000-01-01"
    )
    assert page.path == "/profile/"
    assert browser.get("/profile/alan/").status == 404
    page = open_browser().get(f"/profile/{account['username']}/")
    assert page.status == 200
    assert page.select_text("#bio") in (None, "")
    assert browser.get("/profile/1/").select_text("#username") == "ada"
