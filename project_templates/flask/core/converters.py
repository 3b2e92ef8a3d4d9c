"""URL converters for primary keys and usernames."""

from werkzeug.routing import BaseConverter, ValidationError

USERNAME = r"(?=[0-9_]*[a-z])[a-z0-9_]{3,30}"


class PrimaryKeyConverter(BaseConverter):
    """A positive 64-bit number in ASCII digits, without leading zeros."""

    regex = r"[1-9][0-9]{0,18}"

    def to_python(self, value):
        """Return the number; raise ValidationError past 64 bits, so that the URL does not match."""
        number = int(value)
        if number >= 2**63:
            raise ValidationError(value)
        return number


class UsernameConverter(BaseConverter):
    """A username as stored: in lower case."""

    regex = USERNAME


class MixedCaseUsernameConverter(UsernameConverter):
    """A username in any case."""

    regex = USERNAME.replace("a-z", "A-Za-z")


def init_app(app):
    app.url_map.merge_slashes = False
    app.url_map.converters["pk"] = PrimaryKeyConverter
    app.url_map.converters["username"] = UsernameConverter
    app.url_map.converters["mixed_case_username"] = MixedCaseUsernameConverter
