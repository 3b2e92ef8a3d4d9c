"""The walkthrough: each step, and the links that lead through all of them."""

import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from shared_tests.support.browser import Browser
from shared_tests.support.factories import demo_user, random_name
from shared_tests.support.target import DEMO_USERS, Database

USER_PAGES = [
    "function-view/profile/{pk}/",
    "class-view/profile/{pk}/",
    "function-view/profile/{username}/",
    "slug-field/profile/{username}/",
    "class-view/profile/{username}/",
]
OTHER_PAGES = [
    "",
    "template/",
    "hooks/",
    "errors/",
    "url-values/",
    "url-values/de/",
    "configuration/",
    "apps/",
    "peewee/",
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
    ("apps/", "step11_apps"),
    ("peewee/", "step12_peewee"),
]
user_page = pytest.mark.parametrize("path", USER_PAGES)
other_page = pytest.mark.parametrize("path", OTHER_PAGES)
NONE = "–"
FINISHED = "walkthrough_finished"


def step_path(user, path):
    """Return the full path of a step, for a demo user."""
    names = {"pk": DEMO_USERS.index(user) + 1, "username": user["username"]}
    return f"/walkthrough/{path.format(**names)}"


def full_name(user):
    return f"{user['first_name']} {user['last_name']}".strip() or user["username"]


def follow(page, selector):
    """Return the path to which a link of a page leads."""
    return urlsplit(urljoin(page.url, page.soup.select_one(selector)["href"])).path


def relative(path):
    """Return a path relative to the list of steps."""
    return path.removeprefix("/walkthrough/")


@pytest.mark.spec("WALK-1")
def test_list_links_to_every_step_in_order(browser):
    page = browser.get("/walkthrough/")
    links = page.soup.select("#steps a")
    assert [relative(link["href"]) for link in links] == [path for path, _ in STEPS]


@pytest.mark.spec("WALK-1")
def test_list_links_to_the_first_user_who_is_visible(start):
    server = start()
    database = Database(server.environment["DATABASE_URL"])
    database.rows("UPDATE users SET visibility = 'private' WHERE username = 'ada'")
    database.close()
    links = Browser(server.url).get("/walkthrough/").soup.select("#steps a")
    user = next(
        each for each in DEMO_USERS[1:] if each["visibility"] == "public" and each["is_active"]
    )
    expected = [step_path(user, path) for path in USER_PAGES]
    assert [link["href"] for link in links[: len(USER_PAGES)]] == expected


@pytest.mark.spec("WALK-2", "WALK-6")
def test_next_links_lead_through_all_steps_to_the_list(browser, target):
    browser.log_in("ada", target.demo_password)
    page, seen = browser.get("/walkthrough/"), []
    while len(seen) <= len(STEPS) and (path := relative(follow(page, "#next"))):
        page = browser.get(f"/walkthrough/{path}")
        assert (path, page.status) == (path, 200)
        seen.append(path)
    assert seen == [path for path, _ in STEPS]


@pytest.mark.spec("WALK-2")
@pytest.mark.parametrize(("path", "file"), [("", "views"), *STEPS])
def test_page_links_to_its_source_code(member, path, file):
    source = member.get(f"/walkthrough/{path}").soup.select_one("#source")["href"]
    assert urlsplit(source).scheme in ("http", "https")
    assert re.search(rf"/files/walkthrough/{file}\.[a-z0-9]+\.html$", source)


@pytest.mark.spec("WALK-2", "SETTINGS-1")
@pytest.mark.parametrize("slash", ["", "/"])
def test_source_link_starts_with_the_comparison_url(process, slash):
    server = process(COMPARISON_URL=f"https://read.example/both{slash}").start().wait()
    link = Browser(server.url).get("/walkthrough/").soup.select_one("#source")
    path = link["href"].removeprefix("https://read.example/both")
    assert path.startswith("/files/walkthrough/")


@pytest.mark.spec("WALK-3", "WALK-4")
@user_page
@pytest.mark.parametrize("username", ["ada", "bobby", "nobody_yet", "khwarizmi"])
def test_step_shows_the_user(browser, path, username):
    user = next(each for each in DEMO_USERS if each["username"] == username)
    page = browser.get(step_path(user, path))
    assert page.status == 200
    assert page.h1 == full_name(user)
    assert page.select_text("#username") == username


@pytest.mark.spec("WALK-2", "WALK-3", "WALK-4")
@user_page
def test_next_link_leads_to_the_same_user(browser, path):
    user = next(each for each in DEMO_USERS if each["username"] == "bobby")
    next_page = [*USER_PAGES, "login-required/profile/"][USER_PAGES.index(path) + 1]
    assert follow(browser.get(step_path(user, path)), "#next") == step_path(user, next_page)


@pytest.mark.spec("WALK-3", "WALK-4", "HOME-2")
@user_page
def test_only_pages_built_in_the_view_have_no_header(member, path):
    page = member.get(step_path(demo_user(), path))
    assert (page.current_user is None) is path.startswith("function-view/")


@pytest.mark.spec("WALK-3", "WALK-4", "WALK-7", "PROFILE-10")
@pytest.mark.parametrize("path", [*USER_PAGES, "login-required/profile/", "template/"])
@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "</title><b>&lt;", "{{ 7 * 7 }}{% x %}", "{name} {0} %s"]
)
def test_markup_in_a_name_is_escaped(browser, database, account, path, text):
    browser.sign_up(**account | {"first_name": text})
    username = account["username"]
    (pk,) = database.rows("SELECT id FROM users WHERE username = :name", name=username)[0]
    page = browser.get(f"/walkthrough/{path.format(pk=pk, username=username)}")
    assert text in (page.select_text("#you") or page.h1)
    assert not page.soup.select("script, main b, h1 b")


@pytest.mark.spec("WALK-5")
@user_page
@pytest.mark.parametrize(
    ("visibility", "active"),
    [("members", True), ("private", True), ("public", False)],
    ids=["members", "private", "inactive"],
)
def test_anonymous_users_get_404_for_hidden_users(browser, path, visibility, active):
    page = browser.send("GET", step_path(demo_user(visibility, active=active), path))
    assert page.status == 404
    assert page.select_text("#error")


@pytest.mark.spec("WALK-5")
@user_page
def test_authenticated_users_see_visible_users(member, superuser, open_browser, target, path):
    owner, private = open_browser(), demo_user("private")
    owner.log_in(private["username"], target.demo_password)
    paths = [step_path(demo_user(each), path) for each in ("public", "members", "private")]
    paths.append(step_path(demo_user(active=False), path))
    statuses = [
        [browser.get(each).status for each in paths] for browser in (member, owner, superuser)
    ]
    assert statuses == [[200, 200, 404, 404], [200, 200, 200, 404], [200, 200, 200, 404]]


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
def test_unknown_user_returns_404(browser, folder, name):
    page = browser.send("GET", f"/walkthrough/{folder}/profile/{name}/")
    assert page.status == 404
    assert page.select_text("#error")


@pytest.mark.spec("WALK-6")
def test_login_redirects_back_to_the_step(browser, target):
    path = "/walkthrough/login-required/profile/"
    location = urlsplit(browser.get(path).path)
    assert (location.path, parse_qs(location.query)) == ("/accounts/login/", {"next": [path]})
    page = browser.submit("login-form", username="alan", password=target.demo_password)
    assert page.path == path
    assert page.select_text("#username") == page.current_user.split()[0].lower() == "alan"


@pytest.mark.spec("WALK-7")
def test_first_five_users_are_listed_in_order(browser, superuser):
    active = [full_name(each) for each in DEMO_USERS if each["is_active"]]
    public = [full_name(each) for each in DEMO_USERS
              if each["is_active"] and each["visibility"] == "public"]  # fmt: skip
    assert browser.get("/walkthrough/template/").select_texts("#names li") == public[:5]
    assert superuser.get("/walkthrough/template/").select_texts("#names li") == active[:5]


@pytest.mark.spec("WALK-7")
@pytest.mark.parametrize(
    ("query", "highlighted"),
    [("", 0), ("?q=", 0), ("?q=vela", 1), ("?q=Ada+Lovelace", 1), ("?q=%C3%B6", 1), ("?q=VELA", 0)],
)
def test_matches_of_the_query_are_highlighted(browser, query, highlighted):
    page = browser.get(f"/walkthrough/template/{query}")
    names = page.select_texts("#names li mark")
    assert len(names) == highlighted
    assert all(name == parse_qs(query[1:])["q"][0] for name in names)


@pytest.mark.spec("WALK-7", "PROFILE-10")
@pytest.mark.parametrize("query", ["<b>", "&", "<", "amp", "</span>", "b"])
def test_highlighted_name_with_markup_is_escaped(browser, account, query):
    name = f"</span><b>&{random_name()}"
    browser.sign_up(**account | {"first_name": name})
    page = browser.get("/walkthrough/template/", params={"q": query})
    you = page.soup.select_one("#you")
    assert you.get_text() == name
    assert [mark.get_text() for mark in you.select("mark")] == [query] * name.count(query)
    assert not you.select("b")


@pytest.mark.spec("WALK-7")
@pytest.mark.parametrize("query", ["q=%00", "q=a%00", "q=%F0%9F%98%80", "q=" + "a" * 3000, "q=%5B"])
def test_query_without_matches_highlights_nothing(browser, query):
    page = browser.get(f"/walkthrough/template/?{query}")
    assert page.status == 200
    assert not page.soup.select("mark")


@pytest.mark.spec("WALK-8")
def test_every_page_states_the_milliseconds_of_its_view(member):
    stated = elapsed = 0.0
    for path in ["", *(path for path, _ in STEPS)]:
        page = member.get(f"/walkthrough/{path}")
        timing = re.fullmatch(r"view;dur=([0-9]+\.[0-9])", page.headers["Server-Timing"])
        assert timing, path
        stated += float(timing[1])
        elapsed += page.response.elapsed / timedelta(milliseconds=1)
    assert 0 < stated < elapsed


@pytest.mark.alone
@pytest.mark.spec("WALK-8")
def test_time_of_a_view_contains_its_wait_for_a_lock(on_postgresql):
    browser, database = Browser(on_postgresql.url), Database(on_postgresql.database)
    database.rows("BEGIN")
    database.rows("LOCK TABLE users")
    with ThreadPoolExecutor() as pool:
        request = pool.submit(browser.get, "/walkthrough/function-view/profile/1/")
        while not database.rows("SELECT pid FROM pg_locks WHERE NOT granted"):
            assert not request.done()
            time.sleep(0.05)
        time.sleep(0.5)
        database.close()
    assert float(request.result().headers["Server-Timing"].removeprefix("view;dur=")) >= 500


@pytest.mark.spec("WALK-8")
@pytest.mark.parametrize("path", ["/", "/profiles/", "/profile/ada/", "/static/style.css"])
def test_no_other_page_has_server_timing(browser, path):
    assert "Server-Timing" not in browser.get(path).headers


@pytest.mark.spec("WALK-8")
def test_end_of_each_request_is_logged(process):
    server = process(LOG_LEVEL="DEBUG").start().wait()
    browser = Browser(server.url)
    for path in ("/walkthrough/hooks/", "/", "/static/style.css", "/walkthrough/errors/?day=x"):
        browser.get(path)
    deadline = time.monotonic() + 5
    while server.log().count(f'"{FINISHED}"') < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    lines = [json.loads(line) for line in server.log().splitlines() if f'"{FINISHED}"' in line]
    finished = [(line["event"], line["level"], line["path"]) for line in lines]
    paths = [f"/walkthrough/{each}/" for each in ("hooks", "errors")]
    assert finished == [(FINISHED, "debug", path) for path in paths]


@pytest.mark.spec("WALK-8", "BODY-1")
def test_request_rejected_before_the_view_causes_no_server_error(browser):
    page = browser.send("GET", "/walkthrough/hooks/", data=iter([b"x"]))
    assert page.status == 411


@pytest.mark.spec("WALK-9")
@pytest.mark.parametrize(("day", "name"), [("2026-11-22", "Sunday"), ("2000-02-29", "Tuesday")])
def test_weekday_of_a_date_is_shown(browser, day, name):
    page = browser.get(f"/walkthrough/errors/?day={day}")
    assert page.select_text("#weekday") == name


@pytest.mark.spec("WALK-9")
@pytest.mark.parametrize(
    "day", ["", "x", "2026-11-31", "0000-01-01", "2026-1-1", "%00", "9" * 3000, "%3Cb%3E", "%D9%A1"]
)
def test_invalid_date_returns_400_in_the_layout_of_the_application(browser, day):
    page = browser.get(f"/walkthrough/errors/?day={day}")
    assert page.status == 400
    assert page.select_text("#error")
    assert page.soup.select_one("header a.brand")


@pytest.mark.spec("WALK-9")
def test_link_to_a_missing_step_leads_to_the_list(browser):
    assert follow(browser.get("/walkthrough/errors/"), "#missing-step") == "/walkthrough/"


@pytest.mark.spec("WALK-10")
@pytest.mark.parametrize(
    ("path", "language"), [("", "en"), ("en/", "en"), ("de/", "de"), ("fr/", "fr")]
)
def test_url_sets_the_language_and_a_link_preserves_it(browser, path, language):
    greetings = {
        each: browser.get(f"/walkthrough/url-values/{each}/").select_text("#greeting")
        for each in ("en", "de", "fr")
    }
    assert len({*greetings.values()}) == len(greetings)
    page = browser.get(f"/walkthrough/url-values/{path}")
    assert page.select_text("#greeting") == greetings[language]
    followed = browser.get(follow(page, "#same-language"))
    assert followed.select_text("#greeting") == greetings[language]


@pytest.mark.spec("WALK-10")
@pytest.mark.parametrize(
    "name", ["xx", "EN", "en%00", "%00", "%ff", "en/de", "%3Cb%3E", "x" * 3000]
)
def test_unknown_language_returns_404(browser, name):
    page = browser.send("GET", f"/walkthrough/url-values/{name}/")
    assert page.status == 404
    assert page.select_text("#error")


def config_sources(browser):
    """Return the table of configuration sources, as a dict."""
    page = browser.get("/walkthrough/configuration/")
    return dict(
        zip(
            page.select_texts("#config-sources [scope=row]"),
            page.select_texts("#config-sources td"),
            strict=True,
        )
    )


@pytest.mark.spec("WALK-11")
def test_each_configuration_source_provides_a_value(process, tmp_path):
    file = tmp_path / "walk.py"
    file.write_text('GREETING = "<b>42"\nother = 1\n', encoding="utf-8")
    server = process(WALKTHROUGH_SETTINGS=str(file), WALKTHROUGH_GREETING='"quoted" 07')
    browser = Browser(server.start().wait().url)
    greetings = [*config_sources(browser).values()]
    assert all(greetings)
    assert NONE not in greetings
    assert [greetings.count(each) for each in ("<b>42", '"quoted" 07')] == [1, 1]


@pytest.mark.spec("WALK-11")
@pytest.mark.parametrize("file", ["", "/nowhere/walk.py", "/"])
def test_missing_file_or_variable_provides_no_value(process, file):
    server = process(WALKTHROUGH_SETTINGS=file, WALKTHROUGH_GREETING="").start().wait()
    assert [*config_sources(Browser(server.url)).values()].count(NONE) == 2


@pytest.mark.spec("WALK-11")
@pytest.mark.parametrize("source", ["TOML file", "JSON file", "update"])
def test_file_formats_and_updates_have_values_of_their_own(browser, source):
    greetings = config_sources(browser)
    assert greetings[source] != NONE
    assert [*greetings.values()].count(greetings[source]) == 1


@pytest.mark.spec("WALK-13")
def test_apps_of_a_list_are_shown(browser):
    assert browser.get("/walkthrough/apps/").select_texts("#apps li") == ["profiles", "stats"]


@pytest.mark.spec("WALK-14")
def test_another_orm_finds_only_active_users_with_a_public_profile(member):
    first = next(
        each for each in DEMO_USERS if each["visibility"] == "public" and each["is_active"]
    )
    shown = {
        each["username"]: member.get("/walkthrough/peewee/", params={"username": each["username"]})
        for each in DEMO_USERS
    }
    assert member.get("/walkthrough/peewee/").select_text("#username") == first["username"]
    assert {name: page.status for name, page in shown.items()} == {
        each["username"]: 200 if each["visibility"] == "public" and each["is_active"] else 404
        for each in DEMO_USERS
    }
    assert all(
        page.select_text("#username") == name for name, page in shown.items() if page.status == 200
    )


@pytest.mark.spec("WALK-14")
@pytest.mark.parametrize("name", ["ADA", "ad", "ada%00", "%00", "ada%20", "%27", "9" * 3000])
def test_another_orm_returns_404_for_an_unknown_username(browser, name):
    assert browser.send("GET", f"/walkthrough/peewee/?username={name}").status == 404


@pytest.mark.spec("WALK-12")
def test_shell_imports_the_steps(process, target):
    command = [*target.implementation["manage"], "shell"]
    result = process().run(*command, stdin="print(len(STEPS), User.__name__)\n")
    assert result.returncode == 0
    assert f"{len(STEPS) + 1} User" in result.stdout


@pytest.mark.spec("WALK-3", "ROUTE-3", "ERROR-2")
@pytest.mark.parametrize("path", ["", *(path for path, _ in STEPS)])
def test_steps_allow_get_head_and_options(member, path):
    options = member.send("OPTIONS", f"/walkthrough/{path}")
    assert (options.status, options.response.content) == (200, b"")
    assert "GET" in options.headers["Allow"]
    assert member.send("HEAD", f"/walkthrough/{path}").status == 200
    _, hidden = member.get("/").form("logout-form")
    response = member.send("POST", f"/walkthrough/{path}", data=hidden)
    assert response.status == 405
    assert response.select_text("#error")


@pytest.mark.spec("WALK-1", "HEADER-1", "SESSION-4")
@other_page
def test_pages_of_authenticated_users_are_not_stored(member, path):
    page = member.get(f"/walkthrough/{path}")
    assert page.current_user
    assert "no-store" in page.headers["Cache-Control"]
