"""Walks each road once on each database, and records what its users meet on the way."""

import os
from threading import Event, Thread

import pytest
import requests

from runner import postgresql, signals
from runner.moving import moving
from runner.road import Road, roads
from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user, random_name
from shared_tests.support.mailbox import Mailbox, links

PATHS = ("/", "/profiles/", "/profile/", "/profile/1/")
LAST_PK = 60


def pytest_configure():
    signals.handle()


class Walk:
    """A walk along a road: `problems` lists what users would have noticed, with the step."""

    def __init__(self, move):
        self.move, self.road = move, move.road
        self.passwords = {}  # of users who have chosen another one
        self.problems, self.results = [], {}
        self.mailbox = Mailbox(move.maildir)
        self.number = 0

    def check(self, kind, is_right):
        if not is_right:
            self.problems.append((kind, self.number, self.road.steps[self.number - 1].title))

    def get_password(self, username):
        return self.passwords.get(username, self.move.passwords["DEMO_PASSWORD"])

    def log_in(self, username):
        browser = Browser(self.move.url)
        browser.log_in(username, self.get_password(username))
        return browser

    def is_logged_in(self, browser):
        return browser.get("/profile/").path == "/profile/"

    def read_people(self):
        """Return the username of each primary key that has a page."""
        browser = Browser(self.move.url)
        names = {
            pk: browser.get(f"/profile/{pk}/").select_text("#username") for pk in range(1, LAST_PK)
        }
        return {pk: name for pk, name in names.items() if name}

    def ask_for_link(self, email):
        number = len(self.mailbox.received_by(email))
        browser = Browser(self.move.url)
        browser.get("/accounts/password_reset/")
        browser.submit("reset-form", email=email)
        return links(self.mailbox.wait_for(email, number + 1))[0]

    def use_link(self, link, username):
        """Set a new password with a reset link; return whether the user can log in with it."""
        browser, new = Browser(self.move.url), random_name("by-link")
        browser.get(link)
        if browser.page.soup.find(id="new-password-form") is None:
            return False
        browser.submit("new-password-form", new_password1=new, new_password2=new)
        self.passwords[username] = new
        return self.is_logged_in(self.log_in(username))

    def save_profile(self, browser, text):
        """Submit the profile form of the current page; return whether the text is stored."""
        inputs = browser.page.soup.select("main input[value]")
        stored = {each["name"]: each["value"] for each in inputs}
        fields = {"first_name": "", "last_name": "", "location": text, "website": "", "bio": text}
        fields = stored | {"visibility": "public"} | fields
        page = browser.submit("profile-form", **fields)
        return page.path == "/profile/" and page.select_text("#bio") == text

    def make_tokens(self):
        """Return an API token of a new user, in a list; the other road's API makes none."""
        if self.road.start.name != "flask":
            return []
        account = new_user()
        Browser(self.move.url).sign_up(**account)
        client = APIClient(self.move.url)
        response = client.post("/api/tokens/", auth=(account["username"], account["password1"]))
        return [response.json()["token"]]

    def check_tokens(self, tokens):
        """Check that each token still gets a user from the API."""
        clients = [APIClient(self.move.url, token) for token in tokens]
        responses = [client.get("/api/users/1/") for client in clients]
        self.check("API tokens", all(each.status_code == 200 for each in responses))

    def take_step(self, visitor):
        """Go a step forward, back, and forward again, while a new user does all that users do."""
        self.number += 1
        account = new_user()
        username = account["username"]
        self.passwords[username] = account["password1"]
        editing, anonymous = Browser(self.move.url), Browser(self.move.url)
        editing.sign_up(**account)
        editing.get("/accounts/edit/")
        anonymous.get("/accounts/login/")
        link = self.ask_for_link(account["email"])
        tokens = self.make_tokens()
        self.move.forward()
        self.check("logins", self.is_logged_in(visitor))
        self.check("open forms", self.save_profile(editing, f"After step {self.number}"))
        self.check("reset links", self.use_link(link, username))
        page = anonymous.submit(
            "login-form", username=username, password=self.get_password(username)
        )
        self.check("open forms", page.path == "/profile/")
        self.check_tokens(tokens)
        tokens += self.make_tokens()
        self.test()
        logged_in = [visitor]
        if self.number < len(self.road.steps):  # the way back from the last one ends later logins
            logged_in.append(self.log_in(username))
        self.move.back()
        self.check("way back", all(self.is_logged_in(each) for each in logged_in))
        self.check_tokens(tokens)
        again = self.log_in(username)
        again.get("/accounts/edit/")
        self.check("way back", self.save_profile(again, f"Before step {self.number}"))
        self.move.forward()
        self.check_tokens(tokens)

    def test(self):
        """Run the promised tests: all of them after the first and the last step, else a third."""
        is_complete = self.number in (1, len(self.road.steps))
        os.environ["SHARE"] = "1" if is_complete else "3"
        os.environ["SAMPLE_SEED"] = f"step {self.number}"
        options = [] if is_complete else ["-n", "0"]  # the workers would start for a few tests
        self.results[self.number] = self.move.test(*options)


class Load:
    """Requests from one logged-in user, one after the other, while the application moves."""

    def __init__(self, browser):
        self.browser, self.failures, self.number = browser, [], 0
        self.stopped = Event()
        self.thread = Thread(target=self.run)

    def run(self):
        while not self.stopped.wait(0.1):
            path = PATHS[self.number % len(PATHS)]
            self.number += 1
            try:
                response = requests.get(
                    self.browser.base_url + path,
                    cookies=self.browser.cookies(), timeout=30, allow_redirects=False,
                )  # fmt: skip
                if response.status_code != 200:
                    self.failures.append((path, response.status_code))
            except requests.RequestException as error:
                self.failures.append((path, str(error)))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.thread.join()


@pytest.fixture(scope="session", params=roads())
def road(request):
    return Road(request.param)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def walk(request, road, tmp_path_factory):
    """A road that was walked to its end; the last state serves."""
    if request.param == "postgresql" and postgresql.find() is None:
        pytest.skip(postgresql.MISSING)
    os.environ["no_proxy"] = "*"
    with moving(road, tmp_path_factory.mktemp(road.name), request.param) as move:
        walk = Walk(move)
        visitor = walk.log_in("ada")
        walk.people = walk.read_people()
        with Load(walk.log_in("grace")) as load:
            for _ in road.steps:
                walk.take_step(visitor)
        walk.load = load
        yield walk
