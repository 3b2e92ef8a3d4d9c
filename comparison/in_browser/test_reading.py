"""Reading the comparison site in a browser: each kind of page, and paths through several."""

import re

import pytest
from playwright.sync_api import expect

from shared_tests.browser.accessibility import SIDEWAYS, serious

PAGES = {
    "home": "index.html",
    "choose": "choose.html",
    "article": "article.html",
    "article-index": "article_index.html",
    "async": "async.html",
    "extensions": "extensions.html",
    "claims": "claims.html",
    "next": "next.html",
    "walkthrough": "walkthrough.html",
    "glossary": "glossary.html",
    "commands": "commands.html",
    "startup": "startup.html",
    "exercises": "exercises.html",
    "django-to-flask": "django-to-flask.html",
    "flask-to-django": "flask-to-django.html",
    "migrate-django-to-flask": "migrate-django-to-flask.html",
    "migrate-flask-to-django": "migrate-flask-to-django.html",
    "migrate-pitfalls": "migrate-pitfalls.html",
    "topics": "topics/index.html",
    "topic": "topics/visible-to.html",
    "topic-with-minimal-version": "topics/login.html",
    "defaults": "defaults.html",
    "files": "files/index.html",
    "file": "files/profiles/views.py.html",
    "file-without-counterpart": "files/accounts/commands.py.html",
    "specification": "contract.html",
    "results": "tests/index.html",
    "test-file": "tests/accounts/test_login.py.html",
    "faults": "faults.html",
    "requests": "requests.html",
    "numbers": "numbers.html",
    "benchmark": "bench.html",
    "fairness": "fairness.html",
}
each_page = pytest.mark.parametrize("name", PAGES)
each_size = pytest.mark.parametrize("size", ["desktop", "phone"])
each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


def test_every_page_of_its_own_is_read(request):
    """The pages in folders are many of a kind; one or two of each kind are read."""
    built = {path.name for path in request.config.getoption("--site").glob("*.html")}
    assert built == {path for path in PAGES.values() if "/" not in path}


@each_page
@pytest.mark.parametrize(
    ("size", "scheme"), [("desktop", "light"), ("desktop", "dark"), ("phone", "light")]
)
def test_a_page_is_accessible_and_does_not_scroll_sideways(open_page, name, size, scheme):
    page = open_page(PAGES[name], size, scheme, picture=name)
    assert serious(page) == []
    width, seen = page.locator("html").evaluate(SIDEWAYS)
    assert width == seen


@pytest.mark.parametrize("name", ["home", "choose", "topic", "numbers", "glossary"])
def test_a_page_uses_a_wide_window(open_page, name):
    page = open_page(PAGES[name], "wide", picture=name)
    width, seen = page.locator("html").evaluate(SIDEWAYS)
    assert width == seen
    assert page.locator("main").bounding_box()["width"] > 1500


def test_the_header_is_low_on_a_phone(open_page):
    page = open_page("choose.html", "phone")
    assert page.locator("header.site").bounding_box()["height"] < 80


def test_the_current_page_is_visible_in_the_menu_on_a_phone(open_page):
    page = open_page("migrate-pitfalls.html", "phone")
    expect(page.locator("nav.pages [aria-current]")).to_be_in_viewport(ratio=1)


@each_size
def test_a_pitfall_links_the_step_of_a_guide(open_page, size):
    page = open_page("migrate-pitfalls.html", size)
    page.get_by_role("link", name="12 to Django").first.click()
    expect(page.get_by_role("heading", name="12. Hand over the schema")).to_be_in_viewport()


@each_size
def test_each_door_of_the_home_page_leads_to_its_section(open_page, size):
    for name, heading in [
        ("Choose between them", "Which framework?"),
        ("Learn one from the other", "One page in twelve steps"),
        ("Migrate an application", "From Django to Flask, step by step"),
    ]:
        page = open_page("index.html", size)
        page.get_by_role("link", name=name).click()
        expect(page.locator("h1")).to_have_text(heading)
        expect(page.locator("header [aria-current]")).to_have_text(name.split()[0])


@each_size
@each_scheme
def test_a_topic_links_its_diff_its_requirements_and_its_files(open_page, size, scheme):
    page = open_page("topics/index.html", size, scheme)
    page.get_by_role("link", name="Profile visibility", exact=True).click()
    expect(page.locator("h1")).to_have_text("Profile visibility")
    expect(page.locator(".aligned .django").nth(1)).to_contain_text("Visibility")
    page.get_by_text("Unified diff").click()
    expect(page.locator("#django")).to_be_hidden()
    expect(page.locator("#diff .differs .right").first).to_be_visible()
    assert serious(page) == []
    page.get_by_role("link", name="VISIBLE-2", exact=True).click()
    requirement = page.locator("#VISIBLE-2")
    expect(requirement).to_be_in_viewport()
    requirement.get_by_role("link", name="Profile visibility").click()
    expect(page).to_have_url(re.compile("topics/visible-to.html$"))
    page.get_by_text("Side by side").click()
    page.locator(".aligned .flask .where a").last.click()
    expect(page.locator("h1")).to_have_text("accounts/models.py")
    expect(page.locator(".line:target")).to_be_in_viewport()


@each_size
def test_both_views_work_without_javascript(open_page, size):
    page = open_page("topics/visible-to.html", size, java_script_enabled=False)
    expect(page.locator(".aligned")).to_be_visible()
    page.get_by_text("Unified diff").click()
    expect(page.locator(".aligned")).to_be_hidden()
    expect(page.locator("#diff .line").first).to_be_visible()


@pytest.mark.parametrize(
    "name", ["choose", "glossary", "commands", "defaults", "numbers", "results", "faults"]
)
def test_a_table_is_complete_without_javascript(open_page, name):
    page = open_page(PAGES[name], java_script_enabled=False)
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("main :is(tbody tr, .entry):visible").count() > 10
    width, seen = page.locator("html").evaluate(SIDEWAYS)
    assert width == seen


def test_a_fragment_is_copied_with_its_file_name(open_page):
    page = open_page("topics/visible-to.html", permissions=["clipboard-read", "clipboard-write"])
    code = page.locator(".aligned .flask")
    code.get_by_role("button", name="Copy accounts/models.py").last.click()
    expect(page.get_by_text("Copied")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("# accounts/models.py\n")
    assert "    def visible_to(cls, user, token=None):\n" in text


def test_the_topic_list_is_filtered(open_page):
    page = open_page("topics/visible-to.html")
    topics = page.get_by_role("navigation", name="Topics")
    topics.get_by_role("searchbox").fill("reset")
    expect(topics.get_by_role("link", name="Profile visibility")).to_be_hidden()
    expect(topics.get_by_role("link", name=re.compile("reset", re.I)).first).to_be_visible()


def test_the_topic_list_can_be_hidden(open_page):
    page = open_page("topics/visible-to.html")
    before = page.locator("main").bounding_box()["width"]
    page.get_by_role("button", name="Hide list").click()
    assert page.locator("main").bounding_box()["width"] > before
    page.goto("topics/login.html")
    expect(page.get_by_role("button", name="Show list")).to_be_visible()


def test_a_requirement_links_the_text_of_its_tests(open_page):
    page = open_page("contract.html#LOGIN-1")
    page.locator("#LOGIN-1 summary").first.click()
    page.locator("#LOGIN-1 table a").first.click()
    expect(page.locator(".line:target")).to_be_in_viewport()
    expect(page.locator(".line:target")).to_contain_text("pytest.mark")


@pytest.mark.parametrize(
    ("path", "text", "row"),
    [
        ("glossary.html", "before_request", "middleware"),
        ("commands.html", "makemigrations", "flask db migrate"),
        ("django-to-flask.html", "admin", "Flask-Admin"),
    ],
)
def test_a_table_is_filtered(open_page, path, text, row):
    page = open_page(path)
    rows = page.locator("tbody tr:not(.group)")
    before = rows.count()
    page.get_by_role("searchbox", name="Filter the rows").fill(text)
    shown = page.locator("tbody tr:not(.group):not([hidden])")
    assert 0 < shown.count() < before
    expect(page.locator("tbody")).to_have_count(page.locator("tbody").count())
    expect(shown.filter(has_text=row).first).to_be_visible()


def test_the_defaults_are_filtered_by_side_and_severity(open_page):
    page = open_page("defaults.html")
    page.get_by_label("side").select_option("flask")
    page.get_by_label("severity").select_option("high")
    shown = page.locator("#different .entry:not([hidden])")
    assert 0 < shown.count() < 40
    for each in shown.all():
        assert each.get_attribute("data-side") == "flask"
        assert each.get_attribute("data-severity") == "high"


def test_the_faults_are_filtered_by_kind_and_group(open_page):
    page = open_page("faults.html")
    page.get_by_label("kind", exact=True).select_option("limits")
    page.get_by_label("group", exact=True).select_option("SIGNUP")
    shown = page.locator("#all .entry:not([hidden])")
    assert 0 < shown.count() < 40
    for each in shown.all():
        assert each.get_attribute("data-kind") == "limits"
        assert each.get_attribute("data-group") == "SIGNUP"


def test_a_table_is_sorted_by_a_column(open_page):
    page = open_page("numbers.html")
    page.get_by_role("button", name="Django").first.click()
    column = page.locator("#all tbody").first.locator("tr:not(.group) td:nth-child(2)")
    values = [float(text.replace(",", "")) for text in column.all_text_contents()]
    assert values == sorted(values)
    expect(page.locator("#all [aria-sort=ascending]")).to_have_count(1)


def test_the_chosen_theme_is_remembered(open_page):
    page = open_page("index.html", scheme="light")
    color = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(color)
    page.get_by_role("button", name="Use the dark theme").click()
    assert page.evaluate(color) != light
    page.goto("choose.html")
    assert page.evaluate(color) != light


def test_recorded_results_show_their_age(open_page):
    page = open_page("tests/index.html")
    expect(page.locator("[data-age]").first).to_contain_text(re.compile("Today|ago"))


def test_a_line_has_a_url(open_page):
    page = open_page("files/profiles/views.py.html#flask-L20")
    expect(page.locator("#flask-L20")).to_be_in_viewport()
    page.locator("#flask-L22 a").click()
    expect(page).to_have_url(re.compile("#flask-L22$"))
