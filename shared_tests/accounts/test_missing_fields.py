"""Requests that lack fields of a form (FORM-4)."""

import pytest

from shared_tests.support.factories import new_user

REQUIRED = "This field is required."
PROFILE = {"first_name": "Ada", "last_name": "Byron", "bio": "Text", "location": "London"}


@pytest.fixture
def user_browser(open_browser, account):
    """A browser that is logged in as the new user `account`."""
    browser = open_browser()
    browser.sign_up(**account)
    return browser


@pytest.mark.spec("FORM-4")
@pytest.mark.parametrize(
    ("path", "form", "fields"),
    [
        ("signup/", "signup-form", ["username", "email", "password1", "password2"]),
        ("login/", "login-form", ["username", "password"]),
        ("password_reset/", "reset-form", ["email"]),
    ],
)
def test_a_missing_field_is_required_for_anonymous_users(open_browser, path, form, fields):
    browser = open_browser()
    for field in fields:
        browser.get(f"/accounts/{path}")
        page = browser.submit(form, **new_user() | {field: None})
        assert (page.path, page.error(field)) == (f"/accounts/{path}", REQUIRED)


@pytest.mark.spec("FORM-4")
@pytest.mark.parametrize(
    ("path", "form", "fields"),
    [
        ("edit/", "profile-form", ["email", "visibility"]),
        ("password_change/", "password-form", ["old_password", "new_password1", "new_password2"]),
        ("delete/", "delete-form", ["password"]),
        ("tokens/", "token-form", ["name", "scopes", "days"]),
        ("grants/", "grant-form", ["grantee", "hours"]),
    ],
)
def test_missing_fields_are_required_for_authenticated_users(user_browser, path, form, fields):
    user_browser.get(f"/accounts/{path}")
    page = user_browser.submit(form)
    assert [page.error(field) for field in fields] == [REQUIRED] * len(fields)


@pytest.mark.spec("FORM-4")
def test_a_missing_field_that_is_not_required_is_empty(user_browser, account):
    for fields in (PROFILE, {}):
        user_browser.get("/accounts/edit/")
        data = {"email": account["email"], "visibility": "public"} | fields
        user_browser.submit("profile-form", **data)
        export = user_browser.get("/accounts/export/").response.json()
        assert {name: export[name] for name in PROFILE} == dict.fromkeys(PROFILE, "") | fields
