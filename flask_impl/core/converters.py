"""What an address may hold where it names a person (PROFILE-3, PROFILE-4)."""

from werkzeug.routing import BaseConverter, ValidationError

USERNAME = r"(?=[0-9_]*[a-z])[a-z0-9_]{3,30}"


class PrimaryKeyConverter(BaseConverter):
    """A positive number of 64 bits in ASCII digits, without leading zeros."""

    regex = r"[1-9][0-9]{0,18}"

    def to_python(self, value):
        """Return the number; raise ValidationError, so that nothing matches, past 64 bits."""
        number = int(value)
        if number >= 2**63:
            raise ValidationError(value)
        return number


class UsernameConverter(BaseConverter):
    """A username as it is stored: in lower case."""

    regex = USERNAME


class MixedCaseUsernameConverter(UsernameConverter):
    """A username in any case."""

    regex = USERNAME.replace("a-z", "A-Za-z")


class PersonConverter(BaseConverter):
    """A primary key, as a number, or a username. No username is all digits."""

    regex = f"{PrimaryKeyConverter.regex}|{USERNAME}"

    def to_python(self, value):
        return PrimaryKeyConverter.to_python(self, value) if value.isdecimal() else value


def init_app(app):
    app.url_map.merge_slashes = False
    app.url_map.converters["pk"] = PrimaryKeyConverter
    app.url_map.converters["username"] = UsernameConverter
    app.url_map.converters["mixed_case_username"] = MixedCaseUsernameConverter
    app.url_map.converters["person"] = PersonConverter
