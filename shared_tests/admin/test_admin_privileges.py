"""Privileges in the admin: what only superusers can do, and forged requests of other users."""

import pytest

from shared_tests.support.admin_pages import (
    DEACTIVATE,
    REACTIVATE,
    act,
    delete,
    edit,
    forge,
    forms,
    open_list,
    open_user,
    set_password,
    sign_up,
)
from shared_tests.support.factories import random_name
from shared_tests.support.forms_by_label import control, filled, follow


@pytest.fixture
def other_superuser(superuser, open_browser):
    """The browser and the sign-up fields of another superuser."""
    browser = open_browser()
    user = sign_up(browser)
    edit(superuser, user["username"], Staff_status=True, Superuser_status=True)
    return browser, user


def is_unchanged(other_superuser, open_browser):
    """Return whether a superuser is unchanged, logged in, and can log in again."""
    browser, user = other_superuser
    page = browser.get("/profile/")
    same = page.select_text("#username"), page.h1
    logged_in = open_browser().log_in(user["username"], user["password1"]).current_user
    return (*same, logged_in) == (user["username"],) * 3 and browser.get("/admin/").status == 200


@pytest.mark.spec("ADMIN-1", "ADMIN-4", "ADMIN-5", "ADMIN-6")
def test_staff_can_edit_deactivate_and_delete_other_users(staff, open_browser):
    other = sign_up(open_browser())["username"]
    edit(staff, other, Location="There")
    assert staff.get(f"/profile/{other}/").select_text("#location") == "There"
    act(staff, DEACTIVATE, other)
    assert staff.get(f"/profile/{other}/").status == 404
    act(staff, REACTIVATE, other)
    set_password(staff, other, "brand-new-9x8y")
    assert open_browser().log_in(other, "brand-new-9x8y").current_user == other
    delete(staff, other)
    assert staff.get(f"/profile/{other}/").status == 404


@pytest.mark.spec("ADMIN-7")
@pytest.mark.parametrize("right", ["Staff status", "Superuser status"])
def test_privilege_fields_are_editable_for_superusers_only(superuser, staff, open_browser, right):
    other = sign_up(open_browser())["username"]
    assert control(open_user(superuser, other), right).get("type") == "checkbox"
    found = control(open_user(staff, other), right)
    assert found is None or found.name != "input"


@pytest.mark.spec("ADMIN-7", "EDIT-6")
def test_forged_privilege_fields_of_staff_are_ignored(superuser, staff, open_browser):
    browser = open_browser()
    user = sign_up(browser)
    _, _, pairs = filled(
        open_user(superuser, user["username"]),
        "Save",
        {"Staff status": True, "Superuser status": True},
    )
    edit(staff, user["username"], Location="There", extra=pairs)
    assert browser.get("/admin/").status == 403
    own = staff.get("/profile/").select_text("#username")
    edit(staff, own, extra=pairs[-2:])
    forged = filled(open_user(superuser, own), "Save", {"Superuser status": True})
    forge(staff, forged)
    assert control(open_user(superuser, own), "Superuser status").has_attr("checked") is False


@pytest.mark.spec("ADMIN-6")
def test_staff_do_not_set_their_own_password_in_the_admin(superuser, open_browser):
    browser = open_browser()
    own = sign_up(browser)
    edit(superuser, own["username"], Staff_status=True)
    forge(browser, forms(superuser, own["username"])["password"])
    assert browser.get("/admin/").status == 200
    assert open_browser().log_in(own["username"], own["password1"]).current_user


@pytest.mark.spec("ADMIN-7")
def test_staff_get_403_on_the_pages_of_a_superuser(superuser, staff, other_superuser, open_browser):
    _, user = other_superuser
    for name, form in forms(superuser, user["username"]).items():
        if name in ("edit", "password", "delete"):
            assert (name, staff.get(form[1]).status) == (name, 403)
            assert (name, forge(staff, form).status) == (name, 403)
    assert is_unchanged(other_superuser, open_browser)


@pytest.mark.spec("ADMIN-7")
def test_bulk_actions_of_staff_skip_superusers(superuser, staff, open_browser):
    prefix = random_name("mixed")[:20]
    names, other = [f"{prefix}_a", f"{prefix}_b"], open_browser()
    user = sign_up(other, username=names[0])
    sign_up(open_browser(), username=names[1])
    edit(superuser, names[0], Staff_status=True, Superuser_status=True)
    page = act(staff, DEACTIVATE, *names, search=prefix)
    assert "Superusers were left alone." in page.main
    assert "Deactivated: 1." in page.main
    assert is_unchanged((other, user), open_browser)
    assert superuser.get(f"/profile/{names[1]}/").status == 404
    act(superuser, DEACTIVATE, names[0])
    page = act(staff, REACTIVATE, *names, search=prefix)
    assert "Superusers were left alone." in page.main
    assert [superuser.get(f"/profile/{name}/").status for name in names] == [404, 200]


@pytest.mark.spec("ADMIN-7")
def test_bulk_action_on_all_pages_skips_superusers(staff, other_superuser, open_browser):
    _, user = other_superuser
    act(staff, DEACTIVATE, user["username"], extra=[("select_across", "1")])
    assert is_unchanged(other_superuser, open_browser)


@pytest.mark.spec("ADMIN-7", "ADMIN-9")
def test_staff_cannot_revoke_the_tokens_of_a_superuser(
    superuser, staff, other_superuser, open_browser
):
    browser, _ = other_superuser
    name = random_name("token")
    browser.get("/accounts/tokens/")
    browser.submit("token-form", name=name, scopes="profile:read", days="7")
    page = act(staff, "Revoke selected tokens", name, in_list="Tokens")
    assert "Superusers were left alone." in page.main
    assert name in browser.get("/accounts/tokens/").select_text("#tokens")
    act(superuser, "Revoke selected tokens", name, in_list="Tokens")
    assert name not in (browser.get("/accounts/tokens/").select_text("#tokens") or "")


@pytest.mark.spec("ADMIN-7")
def test_superuser_status_can_be_removed_in_the_admin(superuser, other_superuser, open_browser):
    browser, user = other_superuser
    edit(superuser, user["username"], Superuser_status=False)
    other = sign_up(open_browser())["username"]
    assert control(open_user(browser, other), "Active").has_attr("checked")
    open_list(browser, "Users", "admin")
    assert follow(browser, "admin").status == 403


@pytest.mark.spec("ADMIN-1", "ADMIN-7", "CSRF-1")
def test_users_without_staff_status_get_403_on_forged_admin_forms(superuser, member, open_browser):
    other = open_browser()
    user = sign_up(other)
    prepared = forms(superuser, user["username"])
    for form in prepared.values():
        assert forge(member, form).status == 403
    assert other.get("/profile/").h1 == user["username"]


@pytest.mark.spec("ADMIN-5", "ADMIN-6")
@pytest.mark.parametrize("how", ["deactivate", "uncheck", "delete"])
def test_staff_are_logged_out_after_deactivating_or_deleting_themselves(staff, how):
    own = staff.get("/profile/").select_text("#username")
    if how == "deactivate":
        page = act(staff, DEACTIVATE, own)
    elif how == "uncheck":
        page = edit(staff, own, Active=False)
    else:
        page = delete(staff, own)
    assert page.path.startswith("/accounts/login/")
    assert staff.get("/profile/").path.startswith("/accounts/login/")
