"""Walks the road from Django to Flask: what people have open goes on, forwards and backwards."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlsplit

import pytest

from runner import postgresql
from runner.moving import moving
from runner.road import Road
from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.mailbox import Mailbox, links
from shared_tests.support.target import Database

pytestmark = pytest.mark.slow

ROAD = Road("django-to-flask")
NEW = "a-new-passw0rd"
PEOPLE = """
SELECT id, username, first_name, last_name, email, is_staff, is_superuser, is_active, date_joined
FROM auth_user ORDER BY id
"""


class Walk:
    """The application on its way, and what was noted before the first step."""

    def __init__(self, move):
        self.move = move
        self.database = Database(move.variables["DATABASE_URL"])
        self.password = move.passwords["DEMO_PASSWORD"]
        self.people = self.rows()
        self.pages = self.read_pages()
        self.first = self.log_in("ada", self.password)
        self.token = move.run(0, "python manage.py createtoken ada").strip()
        self.api = self.read_api()

    def rows(self):
        """Return the users, with what a move must not change."""
        rows = self.database.rows(PEOPLE)
        return {row[0]: row for row in rows}

    def open(self):
        return Browser(self.move.url)

    def log_in(self, username, password):
        browser = self.open()
        assert browser.log_in(username, password).path == "/profile/", username
        return browser

    def read_pages(self):
        """Return status and text of the page of each person, by primary key and by username."""
        browser, found = self.open(), {}
        for pk, username, *_ in self.people.values():
            for path in (f"/profile/{pk}/", f"/profile/{quote(username)}/"):
                page = browser.get(path)
                found[path] = page.status, page.main
        return found

    def read_api(self):
        """Return what the API says, with the token and without one."""
        client = APIClient(self.move.url, self.token)
        paths = ("/api/me/", "/api/users/1/", "/api/users/57/", "/api/users/3/", "/api/users/999/")
        responses = [client.get(path) for path in paths]
        return [(each.status_code, each.status_code == 200 and each.json()) for each in responses]

    def get_reset_link(self, email):
        """Request a reset link, and return its path."""
        mailbox = Mailbox(self.move.maildir)
        number = len(mailbox.received_by(email))
        browser = self.open()
        browser.get("/accounts/password_reset/")
        browser.submit("reset-form", email=email)
        (link,) = links(mailbox.wait_for(email, number + 1))
        return urlsplit(link).path


class Open:
    """What a user has open when the servers change: a login, forms, a link in an email."""

    def __init__(self, walk):
        self.walk, self.account = walk, new_user()
        self.browser, self.copy, self.reset = walk.open(), walk.open(), walk.open()
        self.browser.sign_up(**self.account)
        self.copy.session.cookies.update(self.browser.session.cookies)
        self.browser.get("/accounts/edit/")
        self.login = walk.open()
        self.login.get("/accounts/login/", params={"next": "/profile/ada/"})
        self.link = walk.get_reset_link(self.account["email"])
        self.reset.get(walk.get_reset_link(self.account["email"]))

    def check(self):
        """Go on with each of them."""
        assert self.copy.get("/profile/").current_user == self.account["username"]
        fields = {"first_name": "Emmy", "last_name": "", "email": self.account["email"]}
        fields |= {"bio": "a\r\nb", "location": "", "website": "", "visibility": "members"}
        page = self.browser.submit("profile-form", **fields)
        assert (page.path, page.current_user) == ("/profile/", "Emmy")
        new = {"new_password1": NEW, "new_password2": NEW}
        assert self.reset.submit("new-password-form", **new).path == "/accounts/login/"
        assert self.copy.get("/profile/").path.startswith("/accounts/login/")
        assert self.reset.get(self.link).select_text("#form-error")
        page = self.login.submit("login-form", username=self.account["username"], password=NEW)
        assert (page.path, page.current_user) == ("/profile/ada/", "Emmy")
        self.copy.session.cookies.update(self.login.session.cookies)
        self.login.submit("logout-form")
        assert self.copy.get("/profile/").path.startswith("/accounts/login/")


def check(opened, problems, when):
    """Go on with what is open; note what does not work."""
    try:
        opened.check()
    except AssertionError as error:
        problems.append(f"{when}: {error}")


def take_all_steps(walk):
    """Go each step forward, back and forward again; return what users noticed."""
    problems = []
    for number in range(1, len(ROAD.steps) + 1):
        for step, way in (
            (walk.move.forward, "to"),
            (walk.move.back, "back from"),
            (walk.move.forward, "again to"),
        ):
            opened = Open(walk)
            step()
            check(opened, problems, f"{way} {number}")
        if walk.first.get("/profile/").current_user != "Ada Lovelace":
            problems.append(f"logged out at {number}")
        if walk.read_api() != walk.api:
            problems.append(f"another response of the API at {number}")
    return problems


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def walk(request, tmp_path_factory):
    """The application after the last step."""
    if request.param == "postgresql" and postgresql.find() is None:
        pytest.skip(postgresql.MISSING)
    with moving(ROAD, tmp_path_factory.mktemp("road"), request.param) as move:
        walk = Walk(move)
        walk.problems = take_all_steps(walk)
        yield walk
        walk.database.close()


def test_nobody_notices_a_step_or_its_way_back(walk):
    assert walk.problems == []


def test_people_and_their_pages_are_the_same_at_the_end(walk):
    assert walk.people.items() <= walk.rows().items()
    assert walk.read_pages() == walk.pages


def test_everybody_logs_in_with_the_old_password_and_has_a_new_hash(walk):
    for pk, username, *_, is_active, _ in walk.people.values():
        # As before: the form reads names in one normal form, so the other one never logs in.
        is_normal = unicodedata.is_normalized("NFKC", username)
        password = walk.move.passwords["ADMIN_PASSWORD" if username == "admin" else "DEMO_PASSWORD"]
        page = walk.open().log_in(username, password)
        if username == "no_password" or not is_active:
            assert page.select_text("#form-error"), username
        elif is_normal:
            assert page.select_text("#username") == username
            (stored,) = walk.database.rows("SELECT password FROM auth_user WHERE id = :pk", pk=pk)
            assert stored[0].startswith("scrypt:32768:8:1$")
    assert "pbkdf2_sha1" not in walk.move.run(len(ROAD.steps), "flask --app people count-hashes")


def test_new_hash_logs_no_browser_out(walk):
    """A user with an old hash is logged in twice; the second login replaces the hash."""
    account = new_user()
    first = walk.open()
    first.sign_up(**account)
    walk.move.back()
    first.get("/accounts/password_change/")
    passwords = {"old_password": account["password1"], "new_password1": NEW, "new_password2": NEW}
    assert first.submit("password-form", **passwords).path == "/profile/"
    walk.move.forward()
    walk.log_in(account["username"], NEW)
    assert first.get("/profile/").path == "/profile/"


def test_logins_at_the_same_time_replace_an_old_hash_once(walk):
    account = new_user()
    walk.move.back()
    walk.open().sign_up(**account)
    walk.move.forward()
    browsers = [walk.open() for _ in range(8)]
    with ThreadPoolExecutor(len(browsers)) as pool:
        list(
            pool.map(lambda each: each.log_in(account["username"], account["password1"]), browsers)
        )
    assert [each.get("/profile/").path for each in browsers] == ["/profile/"] * len(browsers)


def test_new_user_gets_an_id_that_nobody_had(walk):
    account = new_user()
    walk.open().sign_up(**account)
    query = "SELECT id FROM auth_user WHERE username = :name"
    ((pk,),) = walk.database.rows(query, name=account["username"])
    assert pk > max(walk.people) + 2  # two were deleted at the end


def test_admin_deactivates_a_user_who_is_logged_in(walk):
    member = Open(walk)
    admin = walk.log_in("admin", walk.move.passwords["ADMIN_PASSWORD"])
    assert member.browser.get("/admin/").status == 403
    admin.get("/admin/", params={"q": member.account["username"]})
    (form,) = admin.page.soup.select("#users form")
    assert admin.submit(form["id"]).path == "/admin/"
    assert member.browser.get("/profile/").path.startswith("/accounts/login/")


def test_commands_of_django_have_successors(walk):
    last = len(ROAD.steps)
    token = walk.move.run(last, "flask --app people create-token ada").strip()
    assert APIClient(walk.move.url, token).get("/api/me/").json()["username"] == "ada"
    command = "flask --app people create-superuser root root@example.com --password a-passw0rd"
    walk.move.run(last, command, "flask --app people clear-sessions")
    assert walk.log_in("root", "a-passw0rd").get("/admin/").status == 200
