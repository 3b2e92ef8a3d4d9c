"""How answers in JSON spell what JSON has no word for."""

from datetime import datetime

from flask.json.provider import DefaultJSONProvider


class JSONProvider(DefaultJSONProvider):
    """Flask's own, with times as in RFC 3339 instead of HTTP's."""

    @staticmethod
    def default(value):
        if isinstance(value, datetime):
            return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return DefaultJSONProvider.default(value)
