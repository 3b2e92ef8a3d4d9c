"""Visitors who read and write all the time, by way of the proxy, and what became of it."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import requests

from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user, random_name

PATHS = ("/", "/profile/ada/", "/profile/1/", "/profiles/", "/accounts/login/", "/healthz")
ACCEPTED = {302, 303}  # what a form answers that was accepted
PASSWORD = "my-twin-hippo-lost-my-lyrics"  # which no random name happens to resemble


def somebody(first_name, last_name):
    """Return what a new person of this name types into the sign-up form."""
    names = {"first_name": first_name, "last_name": last_name}
    return new_user(password1=PASSWORD, password2=PASSWORD, **names)


class Visitor(Browser):
    """Notes the method and the outcome of each request: a status, or the name of an exception.

    The outcome of a form that comes back is what it says.
    """

    def __init__(self, base_url, outcomes):
        super().__init__(base_url)
        self.outcomes = outcomes

    def request(self, method, path, **options):
        """Send one request; return the page, or None where there was no answer."""
        try:
            page = super().request(method, path, allow_redirects=False, **options)
        except requests.RequestException as error:
            self.outcomes.append((method, type(error).__name__))
            return None
        came_back = method == "POST" and page.status == 200
        messages = " ".join(page.texts_of("[id$='error']")) if came_back else ""
        self.outcomes.append((method, messages or page.status))
        return page

    def send_form(self, path, form_id, **fields):
        """Open a form and send it; return whether it was accepted, or None if it was not sent."""
        page = self.get(path)
        if page is None or page.status != 200:
            return None
        url, hidden = page.form(form_id)
        response = self.request("POST", url, data=hidden | fields)
        return response is not None and response.status in ACCEPTED


class Editor:
    """A person who changes two fields together, to the same text."""

    def __init__(self, base_url, outcomes):
        self.person = somebody("first", "first")
        self.visitor = Visitor(base_url, outcomes)
        assert self.visitor.send_form("/accounts/signup/", "signup-form", **self.person)
        self.possible = ["first"]  # what may be stored: acknowledged last, or sent since then

    def act(self):
        text = random_name("name")
        fields = {"first_name": text, "last_name": text, "email": self.person["email"]}
        done = self.visitor.send_form(
            "/accounts/edit/", "profile-form", visibility="public", **fields
        )
        if done is not None:
            self.possible = [text] if done else [*self.possible, text]

    def faults(self):
        """Return what is stored, unless it is whole and not older than what was acknowledged."""
        page = Browser(self.visitor.base_url).get(f"/profile/{self.person['username']}/")
        whole = [f"{text} {text}" for text in self.possible]
        return [] if page.h1 in whole else [page.h1]


class Newcomers:
    """People who sign up, one after the other."""

    def __init__(self, base_url, outcomes):
        self.base_url, self.outcomes = base_url, outcomes
        self.sent = {}  # whether each was acknowledged

    def act(self):
        person = somebody("New", "Comer")
        visitor = Visitor(self.base_url, self.outcomes)
        done = visitor.send_form("/accounts/signup/", "signup-form", **person)
        if done is not None:
            self.sent[person["username"]] = done
        visitor.session.close()

    def faults(self):
        """Return who was acknowledged and is not there, and who is there in part."""
        seen = {name: Browser(self.base_url).get(f"/profile/{name}/") for name in self.sent}
        return [
            name
            for name, page in seen.items()
            if page.h1 != "New Comer" and (page.status != 404 or self.sent[name])
        ]


class Reader:
    """A visitor who goes through the public pages, without looking at them."""

    def __init__(self, base_url, outcomes):
        self.base_url, self.outcomes = base_url, outcomes
        self.session = requests.Session()

    def act(self):
        for path in PATHS:
            try:
                outcome = self.session.get(self.base_url + path, timeout=30).status_code
            except requests.RequestException as error:
                outcome = type(error).__name__
            self.outcomes.append(("GET", outcome))

    def faults(self):
        return []


class Load:
    """Two readers, two editors and newcomers, who act as long as the block lasts."""

    def __init__(self, base_url):
        self.outcomes = []
        kinds = (Reader, Reader, Editor, Editor, Newcomers)
        self.actors = [kind(base_url, self.outcomes) for kind in kinds]
        self.over = Event()
        self.pool = ThreadPoolExecutor(len(self.actors))

    def __enter__(self):
        self.acting = [self.pool.submit(self.keep_on, actor) for actor in self.actors]
        time.sleep(1)
        return self

    def __exit__(self, *raised):
        time.sleep(1)
        self.over.set()
        for each in self.acting:
            each.result()
        self.pool.shutdown()

    def keep_on(self, actor):
        while not self.over.is_set():
            actor.act()

    def seen(self, *methods):
        """Return the outcomes of requests with one of these methods."""
        return {outcome for method, outcome in self.outcomes if method in methods}

    def faults(self):
        """Return what was acknowledged and is not stored, or stored in part."""
        return [fault for actor in self.actors for fault in actor.faults()]
