"""Form fields."""

import wtforms

from core.validators import lower_if_ascii, normalize_email, validate_no_null_characters


class StringField(wtforms.StringField):
    """Text without surrounding white space."""

    def process_formdata(self, valuelist):
        self.data = valuelist[-1].strip() if valuelist else ""

    def pre_validate(self, form):
        validate_no_null_characters(self)

    def _value(self):
        return self.raw_data[-1] if self.raw_data else ""


class EmailField(StringField):
    """An email address, with the host in lower case."""

    widget = wtforms.widgets.EmailInput()

    def process_formdata(self, valuelist):
        super().process_formdata(valuelist)
        self.data = normalize_email(self.data)


class PasswordField(wtforms.PasswordField):
    """A password, not stripped and never rendered."""

    def process_formdata(self, valuelist):
        self.data = valuelist[-1] if valuelist else ""

    def pre_validate(self, form):
        validate_no_null_characters(self)


class UsernameField(StringField):
    """A username in any case, with or without surrounding white space."""

    def process_formdata(self, valuelist):
        """Set the text in lower case, if it is ASCII."""
        super().process_formdata(valuelist)
        self.data = lower_if_ascii(self.data)
