"""Fields of our own."""

import wtforms

from accounts.validators import lower_if_ascii, normalize_email


class StringField(wtforms.StringField):
    """Text without white space around it, shown again as it was typed."""

    def process_formdata(self, valuelist):
        self.data = valuelist[0].strip() if valuelist else ""

    def _value(self):
        return self.raw_data[0] if self.raw_data else ""


class EmailField(StringField):
    """An e-mail address, with the host in lower case."""

    widget = wtforms.widgets.EmailInput()

    def process_formdata(self, valuelist):
        super().process_formdata(valuelist)
        self.data = normalize_email(self.data)


class PasswordField(wtforms.PasswordField):
    """A password, taken as it is and never shown again."""

    def process_formdata(self, valuelist):
        self.data = valuelist[0] if valuelist else ""


class UsernameField(StringField):
    """A username in any case, with or without white space around it (USERNAME-2)."""

    def process_formdata(self, valuelist):
        """Take the text in lower case, unless it can't be a username anyway."""
        super().process_formdata(valuelist)
        self.data = lower_if_ascii(self.data)
