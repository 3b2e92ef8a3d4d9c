"""URL converters for primary keys and usernames."""

from django.urls import register_converter

USERNAME = r"(?=[0-9_]*[a-z])[a-z0-9_]{3,30}"


class PrimaryKeyConverter:
    """A positive 64-bit number in ASCII digits, without leading zeros."""

    regex = r"[1-9][0-9]{0,18}"

    def to_python(self, value):
        """Return the number; raise ValueError past 64 bits, so that the URL does not match."""
        number = int(value)
        if number >= 2**63:
            raise ValueError(value)
        return number

    def to_url(self, value):
        return str(value)


class UsernameConverter:
    """A username as stored: in lower case."""

    regex = USERNAME

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class MixedCaseUsernameConverter(UsernameConverter):
    """A username in any case."""

    regex = USERNAME.replace("a-z", "A-Za-z")


register_converter(PrimaryKeyConverter, "pk")
register_converter(UsernameConverter, "username")
register_converter(MixedCaseUsernameConverter, "mixed_case_username")
