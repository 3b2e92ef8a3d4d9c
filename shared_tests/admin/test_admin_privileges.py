"""What only a superuser may do in the admin, and what stays when people do it anyway."""

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
def root(superuser, open_browser):
    """The visit and the sign-up form of another superuser."""
    visitor = open_browser()
    person = sign_up(visitor)
    edit(superuser, person["username"], Staff_status=True, Superuser_status=True)
    return visitor, person


def stands(root, open_browser):
    """Say whether nothing has happened to a superuser."""
    visitor, person = root
    page = visitor.get("/profile/")
    same = page.text_of("#username"), page.h1
    logged_in = open_browser().log_in(person["username"], person["password1"]).visitor
    return (*same, logged_in) == (person["username"],) * 3 and visitor.get("/admin/").status == 200


@pytest.mark.spec("ADMIN-1", "ADMIN-4", "ADMIN-5", "ADMIN-6")
def test_staff_may_do_all_of_it_to_others(staff, open_browser):
    other = sign_up(open_browser())["username"]
    edit(staff, other, Location="There")
    assert staff.get(f"/profile/{other}/").text_of("#location") == "There"
    act(staff, DEACTIVATE, other)
    assert staff.get(f"/profile/{other}/").status == 404
    act(staff, REACTIVATE, other)
    set_password(staff, other, "brand-new-9x8y")
    assert open_browser().log_in(other, "brand-new-9x8y").visitor == other
    delete(staff, other)
    assert staff.get(f"/profile/{other}/").status == 404


@pytest.mark.spec("ADMIN-7")
@pytest.mark.parametrize("right", ["Staff status", "Superuser status"])
def test_only_a_superuser_has_inputs_for_rights(superuser, staff, open_browser, right):
    other = sign_up(open_browser())["username"]
    assert control(open_user(superuser, other), right).get("type") == "checkbox"
    found = control(open_user(staff, other), right)
    assert found is None or found.name != "input"


@pytest.mark.spec("ADMIN-7", "EDIT-6")
def test_who_adds_the_inputs_changes_no_rights(superuser, staff, open_browser):
    visitor = open_browser()
    person = sign_up(visitor)
    _, _, pairs = filled(
        open_user(superuser, person["username"]),
        "Save",
        {"Staff status": True, "Superuser status": True},
    )
    edit(staff, person["username"], Location="There", extra=pairs)
    assert visitor.get("/admin/").status == 403
    own = staff.get("/profile/").text_of("#username")
    edit(staff, own, extra=pairs[-2:])
    forged = filled(open_user(superuser, own), "Save", {"Superuser status": True})
    forge(staff, forged)
    assert control(open_user(superuser, own), "Superuser status").has_attr("checked") is False


@pytest.mark.spec("ADMIN-7")
def test_the_pages_of_a_superuser_are_refused_to_others(superuser, staff, root, open_browser):
    _, person = root
    for name, form in forms(superuser, person["username"]).items():
        if name in ("edit", "password", "delete"):
            assert (name, staff.get(form[1]).status) == (name, 403)
            assert (name, forge(staff, form).status) == (name, 403)
    assert stands(root, open_browser)


@pytest.mark.spec("ADMIN-7")
def test_several_at_once_leaves_superusers_alone(superuser, staff, open_browser):
    prefix = random_name("mixed")[:20]
    names, other = [f"{prefix}_a", f"{prefix}_b"], open_browser()
    person = sign_up(other, username=names[0])
    sign_up(open_browser(), username=names[1])
    edit(superuser, names[0], Staff_status=True, Superuser_status=True)
    page = act(staff, DEACTIVATE, *names, search=prefix)
    assert "Superusers were left alone." in page.main
    assert "Deactivated: 1." in page.main
    assert stands((other, person), open_browser)
    assert superuser.get(f"/profile/{names[1]}/").status == 404
    act(superuser, DEACTIVATE, names[0])
    page = act(staff, REACTIVATE, *names, search=prefix)
    assert "Superusers were left alone." in page.main
    assert [superuser.get(f"/profile/{name}/").status for name in names] == [404, 200]


@pytest.mark.spec("ADMIN-7")
def test_everybody_at_once_leaves_superusers_alone(staff, root, open_browser):
    _, person = root
    act(staff, DEACTIVATE, person["username"], extra=[("select_across", "1")])
    assert stands(root, open_browser)


@pytest.mark.spec("ADMIN-7", "ADMIN-9")
def test_the_tokens_of_a_superuser_are_not_revoked_by_others(superuser, staff, root, open_browser):
    visitor, _ = root
    name = random_name("token")
    visitor.get("/accounts/tokens/")
    visitor.submit("token-form", name=name, scopes="profile:read", days="7")
    page = act(staff, "Revoke selected tokens", name, in_list="Tokens")
    assert "Superusers were left alone." in page.main
    assert name in visitor.get("/accounts/tokens/").text_of("#tokens")
    act(superuser, "Revoke selected tokens", name, in_list="Tokens")
    assert name not in (visitor.get("/accounts/tokens/").text_of("#tokens") or "")


@pytest.mark.spec("ADMIN-7")
def test_a_superuser_loses_that_in_the_admin_as_well(superuser, root, open_browser):
    visitor, person = root
    edit(superuser, person["username"], Superuser_status=False)
    other = sign_up(open_browser())["username"]
    assert control(open_user(visitor, other), "Active").has_attr("checked")
    open_list(visitor, "Users", "admin")
    assert follow(visitor, "admin").status == 403


@pytest.mark.spec("ADMIN-1", "ADMIN-7", "CSRF-1")
def test_what_staff_may_do_others_may_not(superuser, member, open_browser):
    other = open_browser()
    person = sign_up(other)
    prepared = forms(superuser, person["username"])
    for form in prepared.values():
        assert forge(member, form).status == 403
    assert other.get("/profile/").h1 == person["username"]


@pytest.mark.spec("ADMIN-5", "ADMIN-6")
@pytest.mark.parametrize("how", ["deactivate", "uncheck", "delete"])
def test_who_shuts_themselves_out_is_out(staff, how):
    own = staff.get("/profile/").text_of("#username")
    if how == "deactivate":
        page = act(staff, DEACTIVATE, own)
    elif how == "uncheck":
        page = edit(staff, own, Active=False)
    else:
        page = delete(staff, own)
    assert page.path.startswith("/accounts/login/")
    assert staff.get("/profile/").path.startswith("/accounts/login/")
