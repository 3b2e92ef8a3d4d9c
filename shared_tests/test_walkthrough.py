"""One profile page in steps: each step by itself, and the way through all of them."""

import json
import re
import time
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from shared_tests.browser import Browser
from shared_tests.people import demo_person, random_name
from shared_tests.target import DEMO_USERS

OF_A_PERSON = [
    "function-view/profile/{pk}/",
    "class-view/profile/{pk}/",
    "function-view/profile/{username}/",
    "slug-field/profile/{username}/",
    "class-view/profile/{username}/",
]
OF_NOBODY = [
    "",
    "template/",
    "hooks/",
    "errors/",
    "url-values/",
    "url-values/de/",
    "configuration/",
]
STEPS = [
    ("function-view/profile/1/", "step1_function_view"),
    ("class-view/profile/1/", "step2_class_view"),
    ("function-view/profile/ada/", "step3_username"),
    ("slug-field/profile/ada/", "step4_slug"),
    ("class-view/profile/ada/", "step4_slug"),
    ("login-required/profile/", "step5_login_required"),
    ("template/", "step6_template"),
    ("hooks/", "step7_hooks"),
    ("errors/", "step8_errors"),
    ("url-values/", "step9_url_values"),
    ("configuration/", "step10_configuration"),
]
by_address = pytest.mark.parametrize("address", OF_A_PERSON)
of_nobody = pytest.mark.parametrize("address", OF_NOBODY)
each_page = pytest.mark.parametrize("path", [path for path, _ in STEPS])


def of(person, address):
    """Return the path of a step for one of the demo people."""
    names = {"pk": DEMO_USERS.index(person) + 1, "username": person["username"]}
    return f"/walkthrough/{address.format(**names)}"


def full_name(person):
    return f"{person['first_name']} {person['last_name']}".strip() or person["username"]


def follow(page, selector):
    """Return the path that a link of a page leads to."""
    return urlsplit(urljoin(page.url, page.soup.select_one(selector)["href"])).path


def short(path):
    """Return a path below that of the walk-through."""
    return path.removeprefix("/walkthrough/")


@pytest.mark.spec("WALK-1")
def test_the_list_leads_to_every_step_in_order(browser):
    page = browser.get("/walkthrough/")
    links = page.soup.select("ol#steps > li > a")
    assert [short(link["href"]) for link in links] == [path for path, _ in STEPS]


@pytest.mark.spec("WALK-2", "WALK-6")
def test_the_next_links_lead_through_all_steps_and_back_to_the_list(browser, target):
    browser.log_in("ada", target.demo_password)
    page, seen = browser.get("/walkthrough/"), []
    while len(seen) <= len(STEPS) and (path := short(follow(page, "#next"))):
        page = browser.get(f"/walkthrough/{path}")
        assert (path, page.status) == (path, 200)
        seen.append(path)
    assert seen == [path for path, _ in STEPS]


@pytest.mark.spec("WALK-2")
@pytest.mark.parametrize(("path", "file"), [("", "views"), *STEPS])
def test_a_page_leads_to_its_source(member, path, file):
    source = member.get(f"/walkthrough/{path}").soup.select_one("#source")["href"]
    assert urlsplit(source).scheme in ("http", "https")
    assert source.endswith(f"/files/walkthrough/{file}.py.html")


@pytest.mark.spec("WALK-2", "SETTINGS-1")
@pytest.mark.parametrize("slash", ["", "/"])
def test_the_source_is_where_the_setting_says(process, slash):
    server = process(COMPARISON_URL=f"https://read.example/both{slash}").start().wait()
    link = Browser(server.url).get("/walkthrough/").soup.select_one("#source")
    assert link["href"] == "https://read.example/both/files/walkthrough/views.py.html"


@pytest.mark.spec("WALK-3", "WALK-4")
@by_address
@pytest.mark.parametrize("username", ["ada", "bobby", "nobody_yet", "khwarizmi"])
def test_a_step_shows_the_person(browser, address, username):
    person = next(each for each in DEMO_USERS if each["username"] == username)
    page = browser.get(of(person, address))
    assert page.status == 200
    assert page.h1 == full_name(person)
    assert page.text_of("#username") == username


@pytest.mark.spec("WALK-2", "WALK-3", "WALK-4")
@by_address
def test_the_next_page_is_that_of_the_same_person(browser, address):
    person = next(each for each in DEMO_USERS if each["username"] == "bobby")
    following = [*OF_A_PERSON, "login-required/profile/"][OF_A_PERSON.index(address) + 1]
    assert follow(browser.get(of(person, address)), "#next") == of(person, following)


@pytest.mark.spec("WALK-3", "WALK-4", "HOME-2")
@by_address
def test_only_what_a_view_builds_has_no_header(member, address):
    page = member.get(of(demo_person(), address))
    assert (page.visitor is None) is address.startswith("function-view/")


@pytest.mark.spec("WALK-3", "WALK-4", "WALK-7", "PROFILE-10")
@pytest.mark.parametrize("address", [*OF_A_PERSON, "login-required/profile/", "template/"])
@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "</title><b>&lt;", "{{ 7 * 7 }}{% x %}", "{name} {0} %s"]
)
def test_markup_in_a_name_is_text(browser, database, person, address, text):
    browser.sign_up(**person | {"first_name": text})
    username = person["username"]
    (pk,) = database.rows("SELECT id FROM users WHERE username = :name", name=username)[0]
    page = browser.get(f"/walkthrough/{address.format(pk=pk, username=username)}")
    assert text in (page.text_of("#you") or page.h1)
    assert not page.soup.select("script, main b, h1 *")


@pytest.mark.spec("WALK-5")
@by_address
@pytest.mark.parametrize(
    ("visibility", "active"),
    [("members", True), ("private", True), ("public", False)],
    ids=["members", "private", "deactivated"],
)
def test_whom_an_anonymous_visitor_may_not_see_is_not_found(browser, address, visibility, active):
    page = browser.send("GET", of(demo_person(visibility, active=active), address))
    assert page.status == 404
    assert page.h1 == "Not Found"


@pytest.mark.spec("WALK-5")
@by_address
def test_each_visitor_finds_whom_they_may_see(member, superuser, open_browser, target, address):
    oneself, private = open_browser(), demo_person("private")
    oneself.log_in(private["username"], target.demo_password)
    paths = [of(demo_person(each), address) for each in ("public", "members", "private")]
    paths.append(of(demo_person(active=False), address))
    seen = [
        [visitor.get(path).status for path in paths] for visitor in (member, oneself, superuser)
    ]
    assert seen == [[200, 200, 404, 404], [200, 200, 200, 404], [200, 200, 200, 404]]


@pytest.mark.spec("WALK-5")
@pytest.mark.parametrize("folder", ["function-view", "class-view", "slug-field"])
@pytest.mark.parametrize(
    "name",
    [
        "0", "01", "-1", "1.0", "%D9%A1", "9223372036854775807", "9223372036854775808", "9" * 30,
        "ADA", "ad", "%00", "ada%00", "ada%0a", "%ff", "..", "..%2f", "%3Cscript%3E", "ada%20", "",
        "nobody_has_this", "{pk}", "x" * 31, "1/ada", "%F0%9F%98%80ada",
    ],
)  # fmt: skip
def test_what_names_nobody_is_not_found(browser, folder, name):
    page = browser.send("GET", f"/walkthrough/{folder}/profile/{name}/")
    assert page.status == 404
    assert page.h1 == "Not Found"


@pytest.mark.spec("WALK-6")
def test_who_is_asked_to_log_in_is_back_at_the_step(browser, target):
    path = "/walkthrough/login-required/profile/"
    location = urlsplit(browser.get(path).path)
    assert (location.path, parse_qs(location.query)) == ("/accounts/login/", {"next": [path]})
    page = browser.submit("login-form", username="alan", password=target.demo_password)
    assert page.path == path
    assert page.text_of("#username") == page.visitor.split()[0].lower() == "alan"


@pytest.mark.spec("WALK-7")
def test_five_people_are_listed_in_order(browser, superuser):
    everybody = [full_name(each) for each in DEMO_USERS if each["is_active"]]
    public = [full_name(each) for each in DEMO_USERS
              if each["is_active"] and each["visibility"] == "public"]  # fmt: skip
    assert browser.get("/walkthrough/template/").texts_of("#names li") == public[:5]
    assert superuser.get("/walkthrough/template/").texts_of("#names li") == everybody[:5]


@pytest.mark.spec("WALK-7")
@pytest.mark.parametrize(
    ("query", "marked"),
    [("", 0), ("?q=", 0), ("?q=vela", 1), ("?q=Ada+Lovelace", 1), ("?q=%C3%B6", 1), ("?q=VELA", 0)],
)
def test_what_equals_the_query_is_marked(browser, query, marked):
    page = browser.get(f"/walkthrough/template/{query}")
    names = page.texts_of("#names li mark")
    assert len(names) == marked
    assert all(name == parse_qs(query[1:])["q"][0] for name in names)


@pytest.mark.spec("WALK-7", "PROFILE-10")
@pytest.mark.parametrize("query", ["<b>", "&", "<", "amp", "</span>", "b"])
def test_what_is_marked_in_a_name_of_markup_stays_text(browser, person, query):
    name = f"</span><b>&{random_name()}"
    browser.sign_up(**person | {"first_name": name})
    page = browser.get("/walkthrough/template/", params={"q": query})
    you = page.soup.select_one("#you")
    assert you.get_text() == name
    assert [each.name for each in you.find_all(True)] == ["mark"] * name.count(query)


@pytest.mark.spec("WALK-7")
@pytest.mark.parametrize("query", ["q=%00", "q=a%00", "q=%F0%9F%98%80", "q=" + "a" * 3000, "q=%5B"])
def test_a_query_that_is_in_no_name_marks_nothing(browser, query):
    page = browser.get(f"/walkthrough/template/?{query}")
    assert page.status == 200
    assert not page.soup.select("mark")


@pytest.mark.spec("WALK-8")
@each_page
def test_every_page_says_how_long_its_view_took(member, path):
    timing = member.get(f"/walkthrough/{path}").headers["Server-Timing"]
    assert re.fullmatch(r"view;dur=[0-9]+\.[0-9]", timing)


@pytest.mark.spec("WALK-8")
@pytest.mark.parametrize("path", ["/", "/profiles/", "/profile/ada/", "/static/style.css"])
def test_no_other_page_says_how_long_its_view_took(browser, path):
    assert "Server-Timing" not in browser.get(path).headers


@pytest.mark.spec("WALK-8")
def test_the_end_of_each_page_is_a_line_in_the_log(process):
    server = process(LOG_LEVEL="DEBUG").start().wait()
    browser = Browser(server.url)
    for path in ("/walkthrough/hooks/", "/", "/static/style.css", "/walkthrough/errors/?day=x"):
        browser.get(path)
    deadline = time.monotonic() + 5
    while server.log().count('"walked"') < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    lines = [json.loads(line) for line in server.log().splitlines() if '"walked"' in line]
    walked = [(line["event"], line["level"], line["path"]) for line in lines]
    assert walked == [("walked", "debug", f"/walkthrough/{each}/") for each in ("hooks", "errors")]


@pytest.mark.spec("WALK-8", "BODY-1")
def test_a_page_that_was_refused_before_its_view_is_no_error(browser):
    page = browser.send("GET", "/walkthrough/hooks/", data=iter([b"x"]))
    assert page.status == 411


@pytest.mark.spec("WALK-9")
@pytest.mark.parametrize(("day", "name"), [("2026-11-22", "Sunday"), ("2000-02-29", "Tuesday")])
def test_a_day_has_a_name(browser, day, name):
    page = browser.get(f"/walkthrough/errors/?day={day}")
    assert page.text_of("#weekday") == name


@pytest.mark.spec("WALK-9")
@pytest.mark.parametrize(
    "day", ["", "x", "2026-11-31", "0000-01-01", "2026-1-1", "%00", "9" * 3000, "%3Cb%3E", "%D9%A1"]
)
def test_what_is_no_day_is_a_bad_request_in_the_sites_layout(browser, day):
    page = browser.get(f"/walkthrough/errors/?day={day}")
    assert page.status == 400
    assert page.text_of("#error") == "A day looks like 2026-11-22."
    assert page.soup.select_one("header.site a.brand")


@pytest.mark.spec("WALK-9")
def test_a_step_that_does_not_exist_leads_to_the_list(browser):
    assert follow(browser.get("/walkthrough/errors/"), "#beyond") == "/walkthrough/"


@pytest.mark.spec("WALK-10")
@pytest.mark.parametrize(
    ("path", "greeting"),
    [("", "Hello"), ("en/", "Hello"), ("de/", "Guten Tag"), ("fr/", "Bonjour")],
)
def test_the_address_says_the_language_and_its_links_keep_it(browser, path, greeting):
    page = browser.get(f"/walkthrough/url-values/{path}")
    assert page.text_of("#greeting") == greeting
    assert browser.get(follow(page, "#again")).text_of("#greeting") == greeting


@pytest.mark.spec("WALK-10")
@pytest.mark.parametrize(
    "name", ["xx", "EN", "en%00", "%00", "%ff", "en/de", "%3Cb%3E", "x" * 3000]
)
def test_another_language_is_not_found(browser, name):
    page = browser.send("GET", f"/walkthrough/url-values/{name}/")
    assert page.status == 404
    assert page.h1 == "Not Found"


def ways(browser):
    """Return the table of the ways to configure, as a dict."""
    page = browser.get("/walkthrough/configuration/")
    return dict(
        zip(page.texts_of("#ways tr > [scope=row]"), page.texts_of("#ways td"), strict=True)
    )


@pytest.mark.spec("WALK-11")
def test_each_way_to_configure_gives_its_value(process, tmp_path):
    file = tmp_path / "walk.py"
    file.write_text('GREETING = "<b>" + str(6 * 7)\nother = 1\n', encoding="utf-8")
    server = process(WALKTHROUGH_SETTINGS=str(file), WALKTHROUGH_GREETING='"quoted" 07')
    browser = Browser(server.start().wait().url)
    assert ways(browser) == {
        "a class": "Hello from a class",
        "a module": "Hello from a file",
        "a dotted string": "Hello from a file",
        "a Python file": "Hello from a file",
        "a variable that names a file": "<b>42",
        "variables with a prefix": '"quoted" 07',
        "by hand": "Hello by hand",
    }


@pytest.mark.spec("WALK-11")
@pytest.mark.parametrize("file", ["", "/nowhere/walk.py", "/"])
def test_without_a_variable_or_a_file_there_is_no_value(process, file):
    server = process(WALKTHROUGH_SETTINGS=file, WALKTHROUGH_GREETING="").start().wait()
    table = ways(Browser(server.url))
    assert table["a variable that names a file"] == table["variables with a prefix"] == "–"


@pytest.mark.spec("WALK-12")
def test_the_shell_has_the_steps_at_hand(process, target):
    command = [*target.implementation["manage"], "shell"]
    result = process().run(*command, stdin="print(len(STEPS), User.__name__)\n")
    assert result.returncode == 0
    assert f"{len(STEPS) + 1} User" in result.stdout


@pytest.mark.spec("WALK-3", "ROUTE-3", "ERROR-2")
@pytest.mark.parametrize("path", ["", *(path for path, _ in STEPS)])
def test_a_page_has_the_methods_of_a_page(member, path):
    options = member.send("OPTIONS", f"/walkthrough/{path}")
    assert (options.status, options.response.content) == (200, b"")
    assert "GET" in options.headers["Allow"]
    assert member.send("HEAD", f"/walkthrough/{path}").status == 200
    _, hidden = member.get("/").form("logout-form")
    refused = member.send("POST", f"/walkthrough/{path}", data=hidden)
    assert refused.status == 405
    assert refused.h1 == "Method Not Allowed"


@pytest.mark.spec("WALK-1", "HEADER-1", "SESSION-4")
@of_nobody
def test_a_page_of_a_member_is_not_to_be_stored(member, address):
    page = member.get(f"/walkthrough/{address}")
    assert page.visitor
    assert "no-store" in page.headers["Cache-Control"]
