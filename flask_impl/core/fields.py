"""Form and model fields."""

from datetime import datetime

import wtforms
from wtforms.validators import ValidationError

from core.forms import aria_describedby
from core.validators import (
    empty_if_invisible,
    lower_if_ascii,
    normalize_email,
    validate_no_null_characters,
)


class StringField(wtforms.StringField):
    """Text without surrounding white space; empty if no character is visible (FORM-3)."""

    def process_formdata(self, valuelist):
        self.data = empty_if_invisible(valuelist[-1].strip()) if valuelist else ""

    def pre_validate(self, form):
        validate_no_null_characters(self)

    def _value(self):
        return self.raw_data[-1] if self.raw_data else self.data or ""


class EmailField(StringField):
    """An email address, with the host in lower case."""

    widget = wtforms.widgets.EmailInput()

    def process_formdata(self, valuelist):
        super().process_formdata(valuelist)
        self.data = normalize_email(self.data)


class WebsiteField(StringField):
    """The URL of a website (EDIT-4)."""

    widget = wtforms.widgets.URLInput()


class MultilineField(StringField):
    """Multi-line text with LF line breaks (EDIT-3)."""

    widget = wtforms.widgets.TextArea()

    def process_formdata(self, valuelist):
        super().process_formdata(valuelist)
        self.data = self.data.replace("\r\n", "\n")


class DateField(wtforms.DateField):
    """A day, such as 2026-11-22."""

    def process_formdata(self, valuelist):
        """Set the day, or None if the value is empty; raise ValueError for an invalid day."""
        text = valuelist[-1].strip() if valuelist else ""
        try:
            self.data = datetime.strptime(text, "%Y-%m-%d").date() if text else None
        except ValueError:
            raise ValueError("Enter a valid date.") from None

    def _value(self):
        return self.raw_data[-1] if self.raw_data else ""


class BooleanField(wtforms.BooleanField):
    """A checkbox; the last value counts."""

    def process_formdata(self, valuelist):
        super().process_formdata(valuelist[-1:])


class SelectField(wtforms.SelectField):
    """A select with one value; the last value counts."""

    def process_formdata(self, valuelist):
        self.data = valuelist[-1] if valuelist else ""

    def pre_validate(self, form):
        if self.data and self.data not in self.choices:
            raise ValidationError("Select a valid choice.")


class MultiCheckboxField(wtforms.SelectMultipleField):
    """Several values, as checkboxes."""

    widget = wtforms.widgets.ListWidget(prefix_label=False)
    option_widget = wtforms.widgets.CheckboxInput()
    option_widget.validation_attrs = ["disabled"]  # one checkbox suffices: none is `required`
    use_fieldset = True

    @property
    def aria_describedby(self):
        return aria_describedby(self)

    def pre_validate(self, form):
        if not set(self.data) <= set(self.choices):
            raise ValidationError("Select a valid choice.")


class PasswordField(wtforms.PasswordField):
    """A password, not stripped and never rendered."""

    def process_formdata(self, valuelist):
        self.data = valuelist[-1] if valuelist else ""

    def pre_validate(self, form):
        validate_no_null_characters(self)


class UsernameField(StringField):
    """A username in any case, with or without surrounding white space (USERNAME-2)."""

    def __init__(self, *args, **attributes):
        hints = {"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        super().__init__(*args, render_kw=hints, **attributes)

    def process_formdata(self, valuelist):
        """Set the text in lower case, if it is ASCII."""
        super().process_formdata(valuelist)
        self.data = lower_if_ascii(self.data)
