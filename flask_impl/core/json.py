"""JSON responses with times in RFC 3339."""

from datetime import datetime

from flask.json.provider import DefaultJSONProvider


class JSONProvider(DefaultJSONProvider):
    """Extends `DefaultJSONProvider`: times in RFC 3339, not in the format of HTTP."""

    @staticmethod
    def default(value):
        if isinstance(value, datetime):
            return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return DefaultJSONProvider.default(value)
