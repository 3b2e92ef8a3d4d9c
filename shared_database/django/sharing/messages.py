"""Messages for the next page, whichever implementation shows it."""

from django.contrib.messages.constants import DEFAULT_LEVELS, INFO
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.session import SessionStorage


class MessageStorage(SessionStorage):
    """Extends `SessionStorage`: stores pairs of a category and a text."""

    session_key = "_flashes"

    def serialize_messages(self, messages):
        return [[message.level_tag, str(message)] for message in messages]

    def deserialize_messages(self, data):
        return [
            Message(DEFAULT_LEVELS.get(category.upper(), INFO), text)
            for category, text in data or []
        ]
