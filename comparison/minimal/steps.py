"""Performs the steps of a checks.toml, and compares the results with the expectations."""

import json
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlencode

PASSWORD = "Engine-1843"  # noqa: S105, of the users in the examples
USERS = {
    "ada": {"first_name": "Ada", "is_active": True, "is_staff": True},
    "alan": {"first_name": "Alan", "is_active": True, "is_staff": False},
    "grace": {"first_name": "Grace", "is_active": True, "is_staff": False},
    "mary": {"first_name": "Mary", "is_active": False, "is_staff": False},
}
TOKEN = "ada-token"  # noqa: S105
EXPECTATIONS = {
    "request": {
        "data", "json", "headers", "login", "status", "location", "header", "cookie", "contains",
        "lacks", "json_response",
    },
    "call": {"args", "result", "contains", "raises"},
    "sql": {"result"},
    "form": {"data", "errors"},
    "command": {"contains"},
    "mail": {"to", "contains"},
    "tests": set(),
    "file": {"contains"},
    "api_requests": set(),
}  # fmt: skip


class HiddenFields(HTMLParser):
    """Collects the hidden fields of the forms of a page."""

    def __init__(self, text):
        super().__init__()
        self.values = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "input" and attrs.get("type") == "hidden":
            self.values[attrs["name"]] = attrs.get("value", "")


class Session:
    """Steps that share a client, its cookies and its last page."""

    def __init__(self, runner, api=None):
        self.runner = runner
        self.api = api
        self.page = ""
        self.result = None

    def failures(self, steps):
        """Return a text for each expectation that is not met."""
        found = []
        for number, step in enumerate(steps, 1):
            step = self.resolve(step)
            kind = next(kind for kind in EXPECTATIONS if kind in step)
            unknown = step.keys() - EXPECTATIONS[kind] - {kind}
            perform = getattr(self, f"perform_{kind}")
            failed = [f"unknown key {key}" for key in unknown] or perform(step)
            found += [f"step {number}, {kind} {step[kind]}: {text}" for text in failed]
        return found

    def resolve(self, value):
        """Replace the parts of a step that depend on the implementation or on earlier steps."""
        if isinstance(value, dict):
            if value.keys() == {"django", "flask"}:
                return self.resolve(value[self.runner.implementation])
            return {name: self.resolve(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.resolve(each) for each in value]
        if value == "{result}":
            return self.result
        if isinstance(value, str):
            return value.replace("{password}", PASSWORD).replace("{user}", self.runner.user_table())
        return value

    def perform_request(self, step):
        if "login" in step:
            self.runner.login(step["login"])
        method, path = step["request"].split(" ", 1)
        body, content_type = "", "text/plain"
        if "json" in step:
            body, content_type = json.dumps(step["json"]), "application/json"
        elif method == "POST":
            fields = HiddenFields(self.page).values | step.get("data", {})
            body, content_type = urlencode(fields), "application/x-www-form-urlencoded"
        headers = step.get("headers", {})
        response = self.runner.request(method, path, body.encode(), content_type, headers)
        self.page = response.text
        failed = compare("status", response.status, step.get("status", 200))
        if "location" in step:
            location = response.headers.get("Location", "").removeprefix("http://localhost")
            failed += compare("location", unquote(location), step["location"])
        for name, parts in step.get("header", {}).items():
            failed += find(name, response.headers.get(name, ""), parts)
        failed += find("cookies", "\n".join(response.cookies), step.get("cookie", []))
        failed += find("text", response.text, step.get("contains", []))
        failed += [f"contains {part!r}" for part in step.get("lacks", []) if part in response.text]
        if "json_response" in step:
            failed += compare("JSON", json.loads(response.text), step["json_response"])
        return failed

    def perform_call(self, step):
        try:
            self.result = self.runner.call(step["call"], step.get("args", []))
        except Exception as error:
            if "raises" not in step:
                raise
            return compare("exception", type(error).__name__, step["raises"])
        failed = ["no exception"] if "raises" in step else []
        if "result" in step:
            failed += compare("result", self.result, step["result"])
        return failed + find("result", str(self.result), step.get("contains", []))

    def perform_sql(self, step):
        value = self.runner.sql(step["sql"])
        return compare("result", value, step["result"]) if "result" in step else []

    def perform_form(self, step):
        errors = self.runner.form_errors(step["form"], step["data"])
        failed = compare("fields with errors", {*errors}, {*step["errors"]})
        for name, part in step["errors"].items():
            failed += find(name, str(errors.get(name)), [part])
        return failed

    def perform_command(self, step):
        return find("output", self.runner.command(*step["command"]), step["contains"])

    def perform_mail(self, step):
        messages = self.runner.messages()
        failed = compare("number of emails", len(messages), step["mail"])
        if messages and "to" in step:
            failed += compare("recipients", messages[-1].to, step["to"])
        if messages:
            text = "\n".join([messages[-1].from_email, messages[-1].subject, messages[-1].body])
            failed += find("email", text, step.get("contains", []))
        return failed

    def perform_tests(self, step):
        return compare("number of passed tests", self.runner.count_passed_tests(), step["tests"])

    def perform_file(self, step):
        return find("file", Path(step["file"]).read_text(encoding="utf-8"), step["contains"])

    def perform_api_requests(self, step):
        return compare("number of requests", self.api.requests, step["api_requests"])


def compare(name, value, expected):
    """Return a list with a text if a value differs from the expected one."""
    return [] if value == expected else [f"{name} is {value!r} instead of {expected!r}"]


def find(name, text, parts):
    """Return a text for each part that a text lacks."""
    return [f"{name} lacks {part!r}: {text[:2000]!r}" for part in parts if part not in text]
