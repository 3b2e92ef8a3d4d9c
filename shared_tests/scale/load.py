"""Continuous read and write requests through the proxy, and their outcomes."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import requests

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user, random_name

PATHS = ("/", "/profile/ada/", "/profile/1/", "/profiles/", "/accounts/login/", "/healthz")
ACCEPTED = {302, 303}  # the response statuses of an accepted form
PASSWORD = "my-twin-hippo-lost-my-lyrics"  # not similar to any random name


def new_named_user(first_name, last_name):
    """Return the sign-up fields of a new user with this name."""
    names = {"first_name": first_name, "last_name": last_name}
    return new_user(password1=PASSWORD, password2=PASSWORD, **names)


class RecordingBrowser(Browser):
    """A browser that records the method and the outcome of each request.

    The outcome is a status, the name of an exception, or the messages of a rejected form.
    """

    def __init__(self, base_url, outcomes):
        super().__init__(base_url)
        self.outcomes = outcomes

    def request(self, method, path, **options):
        """Send one request; return the page, or None without a response."""
        try:
            page = super().request(method, path, allow_redirects=False, **options)
        except requests.RequestException as error:
            self.outcomes.append((method, type(error).__name__))
            return None
        was_rejected = method == "POST" and page.status == 200
        messages = " ".join(page.select_texts("[id$='error']")) if was_rejected else ""
        self.outcomes.append((method, messages or page.status))
        return page

    def send_form(self, path, form_id, **fields):
        """Submit a form; return whether it was accepted, or None if it was not sent."""
        page = self.get(path)
        if page is None or page.status != 200:
            return None
        url, hidden = page.form(form_id)
        response = self.request("POST", url, data=hidden | fields)
        return response is not None and response.status in ACCEPTED


class Editor:
    """A user who changes two fields together, to the same text."""

    def __init__(self, base_url, outcomes):
        self.user = new_named_user("first", "first")
        self.browser = RecordingBrowser(base_url, outcomes)
        assert self.browser.send_form("/accounts/signup/", "signup-form", **self.user)
        self.possible = ["first"]  # may be stored: the last acknowledged text, and those sent since

    def act(self):
        text = random_name("name")
        fields = {"first_name": text, "last_name": text, "email": self.user["email"]}
        accepted = self.browser.send_form(
            "/accounts/edit/", "profile-form", visibility="public", **fields
        )
        if accepted is not None:
            self.possible = [text] if accepted else [*self.possible, text]

    def faults(self):
        """Return the stored name if it is incomplete or older than the acknowledged one."""
        page = Browser(self.browser.base_url).get(f"/profile/{self.user['username']}/")
        whole = [f"{text} {text}" for text in self.possible]
        return [] if page.h1 in whole else [page.h1]


class SignUps:
    """New users who sign up, one after the other."""

    def __init__(self, base_url, outcomes):
        self.base_url, self.outcomes = base_url, outcomes
        self.sent = {}  # usernames, and whether the sign-up was acknowledged

    def act(self):
        user = new_named_user("New", "Comer")
        browser = RecordingBrowser(self.base_url, self.outcomes)
        accepted = browser.send_form("/accounts/signup/", "signup-form", **user)
        if accepted is not None:
            self.sent[user["username"]] = accepted
        browser.session.close()

    def faults(self):
        """Return the usernames that were acknowledged and are missing, or are stored incompletely."""
        seen = {name: Browser(self.base_url).get(f"/profile/{name}/") for name in self.sent}
        return [
            name
            for name, page in seen.items()
            if page.h1 != "New Comer" and (page.status != 404 or self.sent[name])
        ]


class Reader:
    """A client that requests the public pages, and checks their statuses only."""

    def __init__(self, base_url, outcomes):
        self.base_url, self.outcomes = base_url, outcomes
        self.session = requests.Session()

    def act(self):
        for path in PATHS:
            try:
                outcome: int | str = self.session.get(self.base_url + path, timeout=30).status_code
            except requests.RequestException as error:
                outcome = type(error).__name__
            self.outcomes.append(("GET", outcome))

    def faults(self):
        return []


class Load:
    """Two readers, two editors and sign-ups, which run as long as the block lasts."""

    def __init__(self, base_url):
        self.outcomes = []
        kinds = (Reader, Reader, Editor, Editor, SignUps)
        self.actors = [kind(base_url, self.outcomes) for kind in kinds]
        self.over = Event()
        self.pool = ThreadPoolExecutor(len(self.actors))

    def __enter__(self):
        self.acting = [self.pool.submit(self.act_repeatedly, actor) for actor in self.actors]
        time.sleep(1)
        return self

    def __exit__(self, *raised):
        time.sleep(1)
        self.over.set()
        for each in self.acting:
            each.result()
        self.pool.shutdown()

    def act_repeatedly(self, actor):
        while not self.over.is_set():
            actor.act()

    def seen(self, *methods):
        """Return the outcomes of requests with one of these methods."""
        return {outcome for method, outcome in self.outcomes if method in methods}

    def faults(self):
        """Return the changes that were acknowledged and are not stored, or stored incompletely."""
        return [fault for actor in self.actors for fault in actor.faults()]
