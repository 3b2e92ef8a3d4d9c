"""Several hosts in one process: each has a name and a colour, and all share the same users."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared_tests.support.all_pages import get_pages
from shared_tests.support.browser import Browser
from shared_tests.support.commands import Commands, assert_error, assert_line
from shared_tests.support.factories import new_user
from shared_tests.support.prometheus import asked
from shared_tests.support.target import Database

DEFAULT = ("User profiles", "blue")
COLOURS = ["blue", "green", "teal", "violet", "brown"]
PATHS = ["/", "/profiles/", "/accounts/login/", "/accounts/signup/", "/api/docs/", "/nothing/"]
RETRY_AFTER = 5  # seconds


@pytest.fixture
def commands(process, target, migrated, own_mailbox):
    """Commands for a process that serves several hosts and reads the sites every second."""
    variables = {"EMAIL_URL": own_mailbox[0], "SITES_CACHE_TTL": "1"}
    hosts = "127.0.0.1,one.example,two.example,one.site.example,two.site.example"
    server = process(ALLOWED_HOSTS=hosts, **variables)
    return Commands(server, target.implementation, migrated)


@pytest.fixture
def set_site(commands):
    """Return a function that sets the name and the colour of a host."""

    def set_site(host, name, colour):
        assert commands.run("setsite", host, "--name", name, "--colour", colour).returncode == 0

    return set_site


@pytest.fixture
def open_host(commands):
    """Start the server; return a function that opens a new browser for a host."""
    commands.process.serve().wait("/healthz")

    def open_host(host):
        browser = Browser(commands.process.url)
        browser.session.headers["Host"] = host
        return browser

    return open_host


def get_branding(page):
    """Return the name in the header of a page, and the colour of the page."""
    return page.select_text("header a.brand"), page.soup.html["data-colour"]


def wait_for_branding(browser, branding, path="/", seconds=10):
    """Wait until a page has this name and colour; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while get_branding(browser.get(path)) != branding:
        assert time.monotonic() < deadline, get_branding(browser.page)
        time.sleep(0.1)


@pytest.mark.spec("SITE-1", "WALK-3")
def test_each_title_ends_with_the_name_in_the_header(browser, member):
    for where, page in get_pages(browser, member):
        if "/function-view/" in where:
            continue
        name, colour = get_branding(page)
        assert (where, page.soup.title.get_text()[-len(name) :]) == (where, name)
        assert colour in COLOURS


@pytest.mark.spec("SITE-1")
def test_every_page_shows_the_name_and_colour_of_its_host(set_site, open_host):
    set_site("one.example", "The First", "green")
    set_site("two.example", "The Second", "violet")
    for path in PATHS:
        assert get_branding(open_host("one.example").get(path)) == ("The First", "green")
        assert get_branding(open_host("two.example:8000").get(path)) == ("The Second", "violet")
        assert get_branding(open_host("127.0.0.1").get(path)) == DEFAULT
    assert open_host("one.example").get("/").h1 == "The First"


@pytest.mark.spec("SITE-1", "CACHE-1")
def test_update_of_a_site_changes_the_etag_of_its_pages(set_site, open_host, account):
    set_site("one.example", "The First", "green")
    open_host("one.example").sign_up(**account)
    path = f"/profile/{account['username']}/"
    browser = open_host("one.example")
    etags = [browser.get(path).headers["ETag"], open_host("two.example").get(path).headers["ETag"]]
    for branding in (("The Same", "green"), ("The Same", "teal")):
        set_site("one.example", *branding)
        wait_for_branding(open_host("one.example"), branding, path)
        page = browser.get(path, headers={"If-None-Match": ", ".join(etags)})
        assert page.status == 200
        etags.append(page.headers["ETag"])
    assert len(set(etags)) == 4


@pytest.mark.spec("SITE-1", "ERROR-4")
def test_first_response_of_a_process_shows_the_site_name_even_on_an_error(set_site, open_host):
    set_site("one.example", "The First", "teal")
    assert get_branding(open_host("one.example").request("POST", "/accounts/login/")) == (
        "The First",
        "teal",
    )


@pytest.mark.spec("SITE-1", "ERROR-4", "BODY-1", "BODY-2", "GUESS-1")
def test_error_pages_show_the_name_and_colour_of_their_host(set_site, open_host):
    set_site("one.example", "The First", "teal")
    browser = open_host("one.example")
    errors = [
        browser.send("GET", "/profiles/?q=%ff"),
        browser.get("/accounts/logout/"),
        browser.request("POST", "/accounts/login/", data=iter([b"x"])),
        browser.request("POST", "/accounts/login/", data=b"x" * 1_000_001),
        *(browser.log_in("nobody", "wrong-password") for _ in range(6)),
    ]
    assert {page.status for page in errors} == {400, 405, 411, 413, 429, 200}
    assert {get_branding(page) for page in errors} == {("The First", "teal")}


@pytest.mark.spec("SITE-1", "PROFILE-10")
def test_site_name_is_shown_as_text(set_site, open_host):
    set_site("one.example", '<b>R&amp;D "x"</b>', "brown")
    page = open_host("one.example").get("/")
    assert get_branding(page) == ('<b>R&amp;D "x"</b>', "brown")
    assert page.soup.title.get_text() == '<b>R&amp;D "x"</b>'


@pytest.mark.spec("SITE-1", "EDIT-8")
def test_email_contains_the_name_of_the_site_of_the_request(
    set_site, open_host, own_mailbox, account
):
    set_site("one.example", "R&D", "green")
    browser = open_host("one.example")
    browser.sign_up(**account)
    browser.get("/accounts/edit/")
    data = {"email": "new@example.com", "visibility": "public", "password": account["password1"]}
    assert browser.submit("profile-form", **data).path == "/profile/"
    message = own_mailbox[1].wait_for(account["email"])
    assert "R&D" in message.get_content()


@pytest.mark.spec("HOST-1")
def test_disallowed_host_returns_400_even_if_it_has_a_site(set_site, open_host):
    set_site("other.example", "Another", "green")
    page = open_host("other.example").get("/")
    assert (page.status, get_branding(page)) == (400, DEFAULT)


@pytest.mark.spec("HOST-1")
def test_disallowed_host_costs_no_query(start):
    server = start(SITES_CACHE_TTL="1")
    browser = Browser(server.url)
    browser.get("/")
    time.sleep(1.2)  # the sites are due to be read again
    for path in ("/", "/profiles/", "/nothing/"):
        headers = {"Host": "evil.example"}
        grown = asked(server, lambda: browser.send("GET", path, headers=headers))  # noqa: B023
        assert (path, grown.of("db_query_duration_seconds_count")) == (path, 0)


@pytest.mark.spec("SITE-2")
def test_user_of_one_host_can_log_in_at_another_host(open_host, account):
    open_host("one.example").sign_up(**account)
    elsewhere = open_host("two.example")
    assert elsewhere.log_in(account["username"], account["password1"]).path == "/profile/"
    assert elsewhere.page.current_user == account["username"]


@pytest.mark.spec("SITE-2")
def test_session_is_valid_for_one_host_only(open_host, account):
    browser = open_host("one.site.example")
    browser.sign_up(**account)
    browser.session.headers["Host"] = "two.site.example"
    assert browser.get("/").current_user is None
    assert browser.get(f"/profile/{account['username']}/").status == 200
    browser.session.headers["Host"] = "one.site.example"
    assert browser.get("/").current_user == account["username"]


@pytest.mark.spec("SITE-3")
def test_changes_of_a_site_are_shown_without_a_restart(commands, set_site, open_host):
    browser = open_host("one.example")
    assert get_branding(browser.get("/")) == DEFAULT
    set_site("one.example", "The First", "green")
    wait_for_branding(browser, ("The First", "green"))
    set_site("one.example", "The Same", "teal")
    wait_for_branding(browser, ("The Same", "teal"))
    commands.run("setsite", "one.example", "--remove")
    wait_for_branding(browser, DEFAULT)


@pytest.mark.spec("SITE-3")
def test_sites_are_not_read_again_before_the_cache_expires(process, target, migrated):
    commands = Commands(process(), target.implementation, migrated)
    commands.process.serve().wait("/healthz")
    browser = Browser(commands.process.url)
    assert get_branding(browser.get("/")) == DEFAULT
    commands.run("setsite", "127.0.0.1", "--name=Later", "--colour=green")
    assert get_branding(browser.get("/")) == DEFAULT


@pytest.mark.spec("SITE-4")
def test_last_read_sites_are_used_while_the_table_is_missing(commands, set_site, open_host):
    set_site("one.example", "The First", "green")
    browser = open_host("one.example")
    assert get_branding(browser.get("/")) == ("The First", "green")
    commands.rows("ALTER TABLE sites RENAME TO elsewhere")
    time.sleep(1.1)
    began = time.monotonic()
    for path in PATHS:
        assert get_branding(browser.get(path)) == ("The First", "green")
    commands.rows("UPDATE elsewhere SET name = 'The Same'")
    commands.rows("ALTER TABLE elsewhere RENAME TO sites")
    wait_for_branding(browser, ("The Same", "green"))
    assert time.monotonic() - began >= RETRY_AFTER


@pytest.mark.spec("SITE-1", "SITE-4", "ERROR-5")
def test_page_for_500_shows_the_sites_that_were_read_last(commands, set_site, open_host):
    set_site("one.example", "The First", "green")
    browser = open_host("one.example")
    browser.get("/")
    set_site("one.example", "The Same", "teal")
    commands.rows("ALTER TABLE users RENAME TO elsewhere")
    time.sleep(1.1)  # the sites are due to be read again
    page = browser.get("/profiles/")
    assert (page.status, get_branding(page)) == (500, ("The First", "green"))
    assert get_branding(browser.get("/")) == ("The Same", "teal")


@pytest.mark.spec("SITE-1", "SITE-4", "ERROR-4")
def test_page_for_503_shows_the_sites_that_were_read_last(commands, set_site, open_host):
    set_site("one.example", "The First", "green")
    browser = open_host("one.example")
    browser.get("/accounts/signup/")
    set_site("one.example", "The Same", "teal")
    database = Database(commands.process.environment["DATABASE_URL"])
    database.rows("BEGIN IMMEDIATE")
    time.sleep(1.1)  # the sites are due to be read again
    page = browser.submit("signup-form", **new_user())
    database.close()
    assert (page.status, get_branding(page)) == (503, ("The First", "green"))
    assert page.soup.title.get_text(strip=True).endswith("The First")
    assert get_branding(browser.get("/")) == ("The Same", "teal")


@pytest.fixture
def load(serve, silent_server):
    """Return a function that loads a page while the database does not respond: its status and seconds."""
    server = serve(DATABASE_URL=f"postgresql://nobody@127.0.0.1:{silent_server}/nothing")

    def load(path):
        began = time.monotonic()
        return Browser(server.url).get(path).status, time.monotonic() - began

    return load


@pytest.mark.alone
@pytest.mark.spec("SITE-4", "HEALTH-3")
def test_page_for_503_does_not_read_the_sites(load):
    status, timeout = load("/profiles/")
    assert status == 503
    status, seconds = load("/")  # the first page that reads the sites
    assert status == 200
    assert seconds > timeout / 2


@pytest.mark.alone
@pytest.mark.spec("SITE-4")
def test_other_pages_do_not_wait_for_the_next_attempt(load):
    load("/")
    time.sleep(RETRY_AFTER + 0.1)
    with ThreadPoolExecutor(3) as pool:
        *others, attempt = sorted(seconds for _, seconds in pool.map(load, ["/"] * 3))
    assert max(others) < attempt / 2


@pytest.mark.spec("SITE-4", "HOST-1")
def test_unresponsive_database_delays_one_page_and_no_rejected_request(serve, silent_server):
    server = serve(DATABASE_URL=f"postgresql://nobody@127.0.0.1:{silent_server}/nothing")
    browser, timeout = Browser(server.url), 2  # seconds
    began = time.monotonic()
    for _ in range(5):
        assert browser.send("GET", "/", headers={"Host": "evil.example"}).status == 400
    assert time.monotonic() - began < 5 * timeout
    assert get_branding(browser.get("/")) == DEFAULT
    began = time.monotonic()
    for path in ["/", "/nothing/"] * 5:
        assert get_branding(browser.get(path)) == DEFAULT
    assert time.monotonic() - began < 10 * timeout


def luminance(colour):
    """Return the relative luminance of a colour such as `#1b6b2f` (WCAG 2.2)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.spec("SITE-1", "PAGE-6")
@pytest.mark.parametrize("scheme", [0, 1], ids=["bright", "dark"])
def test_every_accent_colour_has_sufficient_contrast(browser, scheme):
    rules = browser.get("/static/style.css").response.text
    colours = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", rules)
    accents = {pair[scheme] for name, *pair in colours if name == "accent"}
    backgrounds = {name: pair[scheme] for name, *pair in colours if name != "accent"}
    assert len(accents) == len(COLOURS)
    for accent in accents:
        for name in ("paper", "card", "accent-ink"):
            dark, bright = sorted([luminance(accent), luminance(backgrounds[name])])
            assert (bright + 0.05) / (dark + 0.05) >= 4.5, (accent, name)


@pytest.mark.spec("SITE-5")
def test_setsite_creates_updates_and_removes_the_site_of_a_host(commands):
    query = "SELECT host, name, colour FROM sites"
    created = commands.run("setsite", "One.Example", "--name", " The First ", "--colour", "green")
    assert_line(created, "one.example", "The First", "green")
    assert commands.rows(query) == [("one.example", "The First", "green")]
    updated = commands.run("setsite", "one.example", "--name=Été", "--colour=blue")
    assert_line(updated, "one.example", "Été", "blue")
    assert commands.rows(query) == [("one.example", "Été", "blue")]
    removed = commands.run("setsite", "one.example", "--remove")
    assert_line(removed, "one.example")
    assert commands.rows(query) == []
    assert_error(commands.run("setsite", "one.example", "--remove"))


@pytest.mark.spec("SITE-5")
@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["one.example"], "--name"),
        (["one.example", "--name=One"], "--colour"),
        (["one.example", "--colour=green"], "--name"),
        (["one.example", "--remove", "--name=One", "--colour=green"], "--remove"),
        (["one.example", "--remove", "--colour=green"], "--remove"),
        (["one.example:80", "--remove"], ""),
        *(
            ([host, "--name=One", "--colour=green"], "")
            for host in ["", "one.example:80", "http://one.example", "*", ".example", "a b", "a..b",
                         "one.example\n", "İ.example", "\udcff", f"{'a' * 64}.example", "a." * 126 + "ab"]
        ),
        *(
            (["one.example", f"--name={name}", "--colour=green"], "")
            for name in ["", "  ", "a\nb", "a\x1bb", "a\u2028b", "\udcff", "a" * 51, "\u3164", "\u200b", "\u2800 \ufe0f"]
        ),
        *(
            (["one.example", "--name=One", f"--colour={colour}"], "")
            for colour in ["", "red", "Green", "green ", "#00ff00", "a\nb", "\udcff", "x" * 300]
        ),
    ],
)  # fmt: skip
def test_setsite_rejects_invalid_values_with_a_one_line_message(commands, arguments, name):
    result = commands.run("setsite", *arguments)
    assert_error(result, name)
    assert len(result.stderr.strip().splitlines()) == 1
    assert commands.rows("SELECT host FROM sites") == []


@pytest.mark.spec("SITE-5", "COMMAND-3")
def test_setsite_help_lists_the_options_and_colours(process, target):
    result = process().run(*target.implementation["manage"], "setsite", "--help")
    assert result.returncode == 0
    for text in ("HOST", "--name", "--colour", "--remove", *COLOURS):
        assert text in result.stdout


@pytest.mark.spec("SITE-5")
def test_setsite_accepts_values_of_the_maximum_length(commands, set_site):
    host, longest = f"{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 61}", "é" * 50
    set_site(host, longest, "violet")
    assert commands.rows("SELECT host, name, colour FROM sites") == [(host, longest, "violet")]
