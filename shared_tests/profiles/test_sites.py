"""Several hosts in one process: each with a name and a colour, all with the same people."""

import re
import time

import pytest

from runner.process import SERVE
from shared_tests.operations.test_commands import Commands, assert_refused
from shared_tests.support.browser import Browser

DEFAULT = ("User profiles", "blue")
COLOURS = ["blue", "green", "teal", "violet", "brown"]
PATHS = ["/", "/profiles/", "/accounts/login/", "/accounts/signup/", "/api/docs/", "/nothing/"]


@pytest.fixture
def commands(process, target, migrated, own_mailbox):
    """Commands for a process that serves some hosts, and reads the sites every second."""
    variables = {"EMAIL_URL": own_mailbox[0], "SITES_CACHE_TTL": "1"}
    hosts = "127.0.0.1,one.example,two.example"
    server = process(ALLOWED_HOSTS=hosts, **variables)
    return Commands(server, target.implementation, migrated)


@pytest.fixture
def name(commands):
    """Return a function that gives a host a name and a colour."""

    def name(host, name, colour):
        assert commands.run("setsite", host, "--name", name, "--colour", colour).returncode == 0

    return name


@pytest.fixture
def visit(commands):
    """Return a function that gives a new visitor of a host."""
    commands.process.start(*SERVE).wait("/healthz")

    def visit(host):
        visitor = Browser(commands.process.url)
        visitor.session.headers["Host"] = host
        return visitor

    return visit


def look(page):
    """Return the name that the header of a page shows, and its colour."""
    return page.text_of("header a.brand"), page.soup.html["data-colour"]


def wait_for_look(visitor, look_of_site, path="/", seconds=10):
    """Return once a page has this name and colour; fail after a while."""
    deadline = time.monotonic() + seconds
    while look(visitor.get(path)) != look_of_site:
        assert time.monotonic() < deadline, look(visitor.page)
        time.sleep(0.1)


@pytest.mark.spec("SITE-1")
@pytest.mark.parametrize("path", PATHS)
def test_the_title_of_a_page_ends_with_the_name_in_its_header(browser, path):
    page = browser.get(path)
    name, colour = look(page)
    assert page.soup.title.get_text().endswith(name)
    assert colour in COLOURS


@pytest.mark.spec("SITE-1")
def test_each_host_has_its_name_and_colour_on_every_page(name, visit):
    name("one.example", "The First", "green")
    name("two.example", "The Second", "violet")
    for path in PATHS:
        assert look(visit("one.example").get(path)) == ("The First", "green")
        assert look(visit("two.example:8000").get(path)) == ("The Second", "violet")
        assert look(visit("127.0.0.1").get(path)) == DEFAULT
    assert visit("one.example").get("/").h1 == "The First"


@pytest.mark.spec("SITE-1", "CACHE-1")
def test_a_change_of_the_site_changes_the_etag_of_a_page(name, visit, person):
    name("one.example", "The First", "green")
    visit("one.example").sign_up(**person)
    path = f"/profile/{person['username']}/"
    visitor = visit("one.example")
    etags = [visitor.get(path).headers["ETag"], visit("two.example").get(path).headers["ETag"]]
    for look_of_today in (("The Same", "green"), ("The Same", "teal")):
        name("one.example", *look_of_today)
        wait_for_look(visit("one.example"), look_of_today, path)
        page = visitor.get(path, headers={"If-None-Match": ", ".join(etags)})
        assert page.status == 200
        etags.append(page.headers["ETag"])
    assert len(set(etags)) == 4


@pytest.mark.spec("SITE-1", "ERROR-4")
def test_the_first_page_of_a_process_has_the_name_also_if_it_is_an_error(name, visit):
    name("one.example", "The First", "teal")
    assert look(visit("one.example").request("POST", "/accounts/login/")) == ("The First", "teal")


@pytest.mark.spec("SITE-1", "PROFILE-10")
def test_a_name_is_text(name, visit):
    name("one.example", '<b>R&amp;D "x"</b>', "brown")
    page = visit("one.example").get("/")
    assert look(page) == ('<b>R&amp;D "x"</b>', "brown")
    assert page.soup.title.get_text() == '<b>R&amp;D "x"</b>'


@pytest.mark.spec("SITE-1", "EDIT-8")
def test_a_mail_names_the_site_at_which_it_was_caused(name, visit, own_mailbox, person):
    name("one.example", "R&D", "green")
    visitor = visit("one.example")
    visitor.sign_up(**person)
    visitor.get("/accounts/edit/")
    typed = {"email": "new@example.com", "visibility": "public", "password": person["password1"]}
    assert visitor.submit("profile-form", **typed).path == "/profile/"
    mail = own_mailbox[1].wait_for(person["email"])
    assert "your account at R&D has" in mail.get_content()


@pytest.mark.spec("HOST-1")
def test_a_host_that_is_not_allowed_is_refused_whatever_the_table_says(name, visit):
    name("other.example", "Another", "green")
    page = visit("other.example").get("/")
    assert (page.status, look(page)) == (400, DEFAULT)


@pytest.mark.spec("SITE-2")
def test_who_signs_up_at_one_host_logs_in_at_another(visit, person):
    visit("one.example").sign_up(**person)
    elsewhere = visit("two.example")
    assert elsewhere.log_in(person["username"], person["password1"]).path == "/profile/"
    assert elsewhere.page.visitor == person["username"]


@pytest.mark.spec("SITE-2")
def test_a_login_holds_at_one_host(visit, person):
    visitor = visit("one.example")
    visitor.sign_up(**person)
    visitor.session.headers["Host"] = "two.example"
    assert visitor.get("/").visitor is None
    assert visitor.get(f"/profile/{person['username']}/").status == 200
    visitor.session.headers["Host"] = "one.example"
    assert visitor.get("/").visitor == person["username"]


@pytest.mark.spec("SITE-3")
def test_a_change_shows_without_a_restart(commands, name, visit):
    visitor = visit("one.example")
    assert look(visitor.get("/")) == DEFAULT
    name("one.example", "The First", "green")
    wait_for_look(visitor, ("The First", "green"))
    name("one.example", "The Same", "teal")
    wait_for_look(visitor, ("The Same", "teal"))
    commands.run("setsite", "one.example", "--remove")
    wait_for_look(visitor, DEFAULT)


@pytest.mark.spec("SITE-3")
def test_a_page_does_not_read_the_sites_again_within_the_time(process, target, migrated):
    commands = Commands(process(), target.implementation, migrated)
    commands.process.start(*SERVE).wait("/healthz")
    visitor = Browser(commands.process.url)
    assert look(visitor.get("/")) == DEFAULT
    commands.run("setsite", "127.0.0.1", "--name=Later", "--colour=green")
    assert look(visitor.get("/")) == DEFAULT


@pytest.mark.spec("SITE-4")
def test_while_the_table_is_away_the_sites_stay_as_they_were(commands, name, visit):
    name("one.example", "The First", "green")
    visitor = visit("one.example")
    assert look(visitor.get("/")) == ("The First", "green")
    commands.rows("ALTER TABLE sites RENAME TO elsewhere")
    time.sleep(1.1)
    for path in PATHS:
        assert look(visitor.get(path)) == ("The First", "green")
    commands.rows("UPDATE elsewhere SET name = 'The Same'")
    commands.rows("ALTER TABLE elsewhere RENAME TO sites")
    wait_for_look(visitor, ("The Same", "green"))


@pytest.mark.spec("SITE-4", "HOST-1")
def test_a_database_that_hangs_delays_one_page_and_no_refusal(serve, silent_server):
    server = serve(DATABASE_URL=f"postgresql://nobody@127.0.0.1:{silent_server}/nothing")
    visitor, attempt = Browser(server.url), 2  # seconds
    began = time.monotonic()
    for _ in range(5):
        assert visitor.send("GET", "/", headers={"Host": "evil.example"}).status == 400
    assert time.monotonic() - began < 5 * attempt
    assert look(visitor.get("/")) == DEFAULT
    began = time.monotonic()
    for path in ["/", "/nothing/"] * 5:
        assert look(visitor.get(path)) == DEFAULT
    assert time.monotonic() - began < 10 * attempt


def brightness(colour):
    """Return the relative luminance of a colour such as `#1b6b2f` (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.spec("SITE-1", "PAGE-6")
@pytest.mark.parametrize("scheme", [0, 1], ids=["bright", "dark"])
def test_every_colour_can_be_read_on_what_is_behind_it(browser, scheme):
    rules = browser.get("/static/style.css").response.text
    found = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", rules)
    accents = {pair[scheme] for name, *pair in found if name == "accent"}
    behind = {name: pair[scheme] for name, *pair in found if name != "accent"}
    assert len(accents) == len(COLOURS)
    for accent in accents:
        for name in ("paper", "card", "accent-ink"):
            dark, bright = sorted([brightness(accent), brightness(behind[name])])
            assert (bright + 0.05) / (dark + 0.05) >= 4.5, (accent, name)


@pytest.mark.spec("SITE-5")
def test_a_command_makes_changes_and_removes_the_site_of_a_host(commands):
    query = "SELECT host, name, colour FROM sites"
    made = commands.run("setsite", "One.Example", "--name", " The First ", "--colour", "green")
    assert made.stdout == "Created one.example: The First, green.\n"
    assert commands.rows(query) == [("one.example", "The First", "green")]
    changed = commands.run("setsite", "one.example", "--name=Été", "--colour=blue")
    assert changed.stdout == "Updated one.example: Été, blue.\n"
    assert commands.rows(query) == [("one.example", "Été", "blue")]
    removed = commands.run("setsite", "one.example", "--remove")
    assert removed.stdout == "Removed one.example: Été, blue.\n"
    assert commands.rows(query) == []
    assert_refused(commands.run("setsite", "one.example", "--remove"), "one.example has no site.")


@pytest.mark.sampled
@pytest.mark.spec("SITE-5")
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["one.example"], "--name"),
        (["one.example", "--name=One"], "--colour"),
        (["one.example", "--colour=green"], "--name"),
        (["one.example", "--remove", "--name=One", "--colour=green"], "--remove"),
        (["one.example", "--remove", "--colour=green"], "--remove"),
        (["one.example:80", "--remove"], "host"),
        *(
            ([host, "--name=One", "--colour=green"], "host")
            for host in ["", "one.example:80", "http://one.example", "*", ".example", "a b", "a..b",
                         "one.example\n", "İ.example", "\udcff", f"{'a' * 64}.example", "a." * 126 + "ab"]
        ),
        *(
            (["one.example", f"--name={name}", "--colour=green"], "name")
            for name in ["", "  ", "a\nb", "a\x1bb", "a\u2028b", "\udcff", "a" * 51, "\u3164", "\u200b", "\u2800 \ufe0f"]
        ),
        *(
            (["one.example", "--name=One", f"--colour={colour}"], "colour")
            for colour in ["", "red", "Green", "green ", "#00ff00", "a\nb", "\udcff", "x" * 300]
        ),
    ],
)  # fmt: skip
def test_the_command_refuses_bad_values_in_one_line(process, target, arguments, reason):
    result = process().run(*target.implementation["manage"], "setsite", *arguments)
    assert_refused(result, reason)
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.spec("SITE-5", "COMMAND-3")
def test_the_command_explains_itself(process, target):
    result = process().run(*target.implementation["manage"], "setsite", "--help")
    assert result.returncode == 0
    for text in ("HOST", "--name", "--colour", "--remove", *COLOURS):
        assert text in result.stdout


@pytest.mark.spec("SITE-5")
def test_the_command_takes_the_longest_values(commands, name):
    host, longest = f"{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 61}", "é" * 50
    name(host, longest, "violet")
    assert commands.rows("SELECT host, name, colour FROM sites") == [(host, longest, "violet")]
