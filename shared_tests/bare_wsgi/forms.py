"""Forms: fields with their rules, messages and HTML."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from shared_tests.bare_wsgi.database import is_visible
from shared_tests.bare_wsgi.layout import HTML, csrf_field, fill, join

FORM = """
<form id="{form_id}" action="{path}" method="post">
{summary}
{fields}
{hidden}
<p><button>{button}</button></p>
</form>
"""
ROW = """
<div class="question">
<label for="id_{name}">{label}</label>
<input id="id_{name}" name="{name}" type="{kind}" value="{value}"{described}>
{errors}
</div>
"""
DESCRIBED = ' aria-invalid="true" aria-describedby="id_{name}-error"'
USERNAME = "(?=[0-9_]*[A-Za-z])[A-Za-z0-9_]{3,30}"
LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
EMAIL = re.compile(
    rf"(?=.{{1,64}}@){ATOM}(?:\.{ATOM})*@(?:{LABEL}\.)+"
    "(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])",
    re.ASCII,
)


def check_username(value):
    if not re.fullmatch(USERNAME, value):
        return "Enter 3 to 30 ASCII letters, digits or underscores, with at least one letter."
    return None


def check_email(value):
    return None if EMAIL.fullmatch(value) else "Enter a valid email address."


def check_name(value):
    if any(unicodedata.category(each) == "Cc" for each in value):
        return "Control characters are not allowed."
    return None


@dataclass(frozen=True)
class Field:
    """A field. `rule` returns the message for a value, or None."""

    name: str
    label: str
    kind: str = "text"
    is_required: bool = True
    longest: int | None = None
    rule: Callable = lambda value: None

    def clean(self, text):
        """Return the value to store and the messages."""
        is_password = self.kind == "password"
        value = text if is_password else text.strip()
        if not value or not (is_password or is_visible(value)):
            return "", ["This field is required."] if self.is_required else []
        errors = []
        if self.longest and len(value) > self.longest:
            found = f"(it has {len(value)})"
            errors.append(f"Ensure this value has at most {self.longest} characters {found}.")
        if "\0" in value:
            errors.append("Null characters are not allowed.")
        broken = self.rule(value) if not errors else None
        return value, [*errors, broken] if broken else errors

    def html(self, text, errors):
        """Return the label, the input and the messages."""
        shown = "" if self.kind == "password" else text
        described = fill(DESCRIBED, name=self.name) if errors else HTML()
        messages = error_list(f"id_{self.name}-error", errors)
        values = {"name": self.name, "label": self.label, "kind": self.kind, "value": shown}
        return fill(ROW, **values, described=described, errors=messages)


def error_list(html_id, errors):
    """Return the messages as a list, or nothing."""
    items = join(fill("<li>{message}</li>", message=each) for each in errors)
    return fill('<ul id="{id}">{items}</ul>', id=html_id, items=items) if errors else HTML()


class Form:
    """What a client has entered into some fields: `values`, and `errors` by field.

    The errors of the whole form are those of the field "".
    """

    def __init__(self, fields, data=None):
        self.fields = fields
        self.entered = {each.name: (data or {}).get(each.name, "") for each in fields}
        self.values, self.errors = {}, {}
        for each in fields if data is not None else ():
            self.values[each.name], errors = each.clean(self.entered[each.name])
            self.errors |= {each.name: errors} if errors else {}

    def html(self, visit, form_id, path, button, hidden=""):
        """Return the form with the values that were entered, except passwords."""
        rows = [each.html(self.entered[each.name], self.errors.get(each.name, []))
                for each in self.fields]  # fmt: skip
        summary = error_list("form-error", self.errors.get("", []))
        values = {"form_id": form_id, "path": path, "button": button, "summary": summary}
        return fill(FORM, **values, fields=join(rows), hidden=join([csrf_field(visit), hidden]))
