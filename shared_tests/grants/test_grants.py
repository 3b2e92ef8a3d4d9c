"""The page on which users create, list and revoke grants."""

from datetime import UTC, datetime, timedelta

import pytest

from shared_tests.support.factories import demo_user, random_name
from shared_tests.support.grants_page import (
    PATH,
    TOKENS_PATH,
    create_grant,
    create_token,
    revoke,
    rows,
    sign_up_private,
)

NOBODY = "There is no such user or token."


@pytest.mark.spec("GRANT-1", "GRANT-2")
@pytest.mark.parametrize("hours", [1, 24, 168, 720])
def test_a_grant_is_listed_with_its_times(granter, grantee, hours):
    page = create_grant(granter.browser, f" {grantee.name.upper()} ", hours=str(hours))
    assert (page.status, page.path) == (200, PATH)
    assert [row[:2] for row in rows(page)] == [[grantee.name, "Your profile"]]
    times = page.soup.select("table#grants time")
    created, expires = (datetime.fromisoformat(each["datetime"]) for each in times)
    assert datetime.now(UTC) - timedelta(minutes=5) < created <= datetime.now(UTC)
    assert abs(expires - created - timedelta(hours=hours)) <= timedelta(seconds=1)


@pytest.mark.spec("GRANT-1", "GRANT-2")
def test_a_token_is_named_by_its_number(granter, grantee):
    _, number = create_token(grantee.browser)
    assert [row[0] for row in rows(create_grant(granter.browser, number))] == [number]


@pytest.mark.spec("GRANT-1")
def test_the_table_of_tokens_shows_the_number_of_each(member):
    numbers = [create_token(member)[1] for _ in range(2)]
    found = member.get(TOKENS_PATH).select_texts("table#tokens tbody th[scope=row]")
    assert sorted(found) == sorted(numbers)
    ids = [each["id"] for each in member.get("/accounts/export/").response.json()["tokens"]]
    assert sorted(numbers) == sorted(f"#{each}" for each in ids)


@pytest.mark.spec("GRANT-1")
def test_the_page_requires_login_and_is_linked_from_the_profile_form(member, browser):
    member.get("/accounts/edit/")
    assert any(link.endswith(PATH) for link in member.page.links())
    assert browser.get(PATH).path == f"/accounts/login/?next={PATH}"


@pytest.mark.spec("GRANT-2")
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("grantee", "", "This field is required."),
        ("grantee", "\u3164 ", "This field is required."),
        ("grantee", "n" * 31, "Ensure this value has at most 30 characters (it has 31)."),
        ("grantee", "a\x00b", "Null characters are not allowed."),
        ("hours", "", "This field is required."),
        ("hours", "2", "Select a valid choice."),
        ("hours", "-1", "Select a valid choice."),
    ],
)
def test_invalid_values_show_an_error(granter, grantee, field, value, message):
    page = create_grant(granter.browser, **({"grantee": grantee.name} | {field: value}))
    assert (page.status, page.error(field)) == (200, message)
    assert rows(granter.browser.get(PATH)) == []


@pytest.mark.spec("GRANT-2")
@pytest.mark.parametrize("value", ["#", "#0", "#01", "# 1", "#-1", "#x", "12", "ada!", "ä", "#1#"])
def test_a_text_that_names_nobody_is_an_unknown_grantee(granter, value):
    page = create_grant(granter.browser, value)
    assert (page.status, page.error("grantee")) == (200, NOBODY)


@pytest.mark.spec("GRANT-2")
@pytest.mark.parametrize("number", [999_999_999_999_999_999, 2**63 - 1, 2**63, 10**28])
def test_the_number_of_no_token_is_an_unknown_grantee(granter, number):
    page = create_grant(granter.browser, f"#{number}")
    assert (page.status, page.error("grantee")) == (200, NOBODY)


@pytest.mark.spec("GRANT-2")
def test_an_invisible_user_is_an_unknown_grantee(granter, open_browser):
    hidden = sign_up_private(open_browser())
    inactive = demo_user(active=False)["username"]
    for name in (random_name(), hidden, inactive):
        page = create_grant(granter.browser, name)
        assert (page.status, page.error("grantee")) == (200, NOBODY)


@pytest.mark.spec("GRANT-2")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE tokens SET expires_at = '2000-01-01 00:00:00' WHERE id = :number",
        "DELETE FROM tokens WHERE id = :number",
        "UPDATE users SET is_active = false WHERE id IN (SELECT user_id FROM tokens WHERE id = :number)",
    ],
)
def test_a_token_that_is_not_active_is_an_unknown_grantee(granter, grantee, database, change):
    _, number = create_token(grantee.browser)
    database.rows(change, number=int(number[1:]))
    assert create_grant(granter.browser, number).error("grantee") == NOBODY


@pytest.mark.spec("GRANT-2")
def test_an_invalid_form_preserves_its_values(staff):
    page = create_grant(staff, "nobody_has_this", search="<b>Ada</b>", hours="168")
    assert (page.value("grantee"), page.value("search")) == ("nobody_has_this", "<b>Ada</b>")
    assert page.soup.select_one("#id_hours option[selected]")["value"] == "168"


@pytest.mark.spec("GRANT-1", "GRANT-2")
def test_only_staff_have_a_field_for_a_search(staff, grantee, granter):
    assert granter.browser.get(PATH).soup.select("#grant-form [name=search]") == []
    page = create_grant(
        granter.browser, grantee.name, search="a"
    )  # ignored, as it has no such field
    assert [row[1] for row in rows(page)] == ["Your profile"]
    page = create_grant(staff, grantee.name, search=" <i>Ada</i> ")
    assert "<i>Ada</i>" in rows(page)[0][1]
    page = create_grant(staff, grantee.name, search="s" * 101)
    assert page.error("search") == "Ensure this value has at most 100 characters (it has 101)."
    assert create_grant(staff, grantee.name, search="a\x00b").error("search")


@pytest.mark.spec("GRANT-1")
def test_only_active_grants_are_listed_the_newest_first(granter, grantee, database):
    for hours in ("1", "168", "24"):
        create_grant(granter.browser, grantee.name, hours=hours)
    pk = granter.browser.get("/accounts/export/").response.json()["id"]
    assert len(rows(granter.browser.get(PATH))) == 3
    change = (
        "UPDATE grants SET expires_at = '2000-01-01 00:00:00' WHERE granter_id = :pk AND id IN "
    )
    database.rows(f"{change} (SELECT max(id) FROM grants WHERE granter_id = :pk)", pk=pk)
    times = [each["datetime"] for each in granter.browser.get(PATH).soup.select("#grants time")]
    assert len(times) == 4
    assert times[1] > times[3]  # a week, created after an hour


@pytest.mark.spec("GRANT-1", "GRANT-5")
def test_a_grant_is_revoked_with_its_button(granter, grantee):
    _, number = create_token(grantee.browser)
    create_grant(granter.browser, number)
    create_grant(granter.browser, grantee.name)
    assert revoke(granter.browser).path == PATH
    assert [row[0] for row in rows(granter.browser.page)] == [number]


@pytest.mark.spec("GRANT-1")
@pytest.mark.parametrize("value", ["", "0", "-1", "x", "9" * 40, "1\x00", "ä"])
def test_an_unknown_id_revokes_no_grant(granter, grantee, value):
    create_grant(granter.browser, grantee.name)
    assert revoke(granter.browser, grant=value).status == 200
    assert len(rows(granter.browser.get(PATH))) == 1


@pytest.mark.spec("GRANT-1")
def test_users_cannot_revoke_grants_of_other_users(granter, grantee):
    create_grant(granter.browser, grantee.name)
    other = granter.browser.page.soup.select_one("#grants input[name=grant]")["value"]
    create_grant(grantee.browser, "ada")
    revoke(grantee.browser, grant=other)
    assert len(rows(granter.browser.get(PATH))) == len(rows(grantee.browser.get(PATH))) == 1


@pytest.mark.spec("GRANT-1", "GRANT-2", "CSRF-1")
def test_forms_without_a_csrf_token_return_403(granter, grantee):
    create_grant(granter.browser, grantee.name)
    form = granter.browser.page.soup.select_one("table#grants form")
    number = {"grant": form.select_one("input[name=grant]")["value"]}
    assert granter.browser.request("POST", form["action"], data=number).status == 403
    data = {"grantee": grantee.name, "hours": "24"}
    assert granter.browser.request("POST", PATH, data=data).status == 403
    assert len(rows(granter.browser.get(PATH))) == 1


@pytest.mark.spec("GRANT-2", "BODY-5")
def test_the_last_value_of_a_repeated_field_counts(granter, grantee):
    page = create_grant(granter.browser, ["nobody_has_this", grantee.name], hours=["2", "1"])
    assert [row[0] for row in rows(page)] == [grantee.name]


@pytest.mark.spec("GRANT-8")
def test_the_export_contains_the_active_grants(granter, grantee, database):
    _, number = create_token(grantee.browser)
    for each in (number, grantee.name):
        create_grant(granter.browser, each)
    grants = granter.browser.get("/accounts/export/").response.json()["grants"]
    assert [each["grantee"] for each in grants] == [grantee.name, number]
    for each in grants:
        assert set(each) == {"id", "grantee", "search", "created_at", "expires_at"}
        assert each["search"] == ""
        assert datetime.fromisoformat(each["expires_at"]).tzinfo
    granter.browser.get(PATH)
    revoke(granter.browser)
    assert len(granter.browser.get("/accounts/export/").response.json()["grants"]) == 1
