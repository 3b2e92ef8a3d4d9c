"""What programs send and get, as JSON (API-1)."""

from datetime import timedelta

from flask import g
from marshmallow import Schema, ValidationError, fields, post_dump, validates

from accounts.models import now
from api.parsing import format_time, parse_time
from tokens.models import Scope

MOST = timedelta(days=365)
MESSAGES = {"required": "This field is required.", "null": "This field may not be null."}


class TextField(fields.String):
    """Text; the form behind it judges the rest."""

    default_error_messages = MESSAGES

    def _deserialize(self, value, *args, **kwargs):
        text = super()._deserialize(value, *args, **kwargs)
        if "\0" in text:
            raise ValidationError("Null characters are not allowed.")
        return text


class TimeField(fields.DateTime):
    """A time, spelled as in RFC 3339; given in UTC (API-10)."""

    default_error_messages = MESSAGES

    def _serialize(self, value, *args, **kwargs):
        return None if value is None else format_time(value)

    def _deserialize(self, value, *args, **kwargs):
        try:
            return parse_time(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class ScopesField(fields.List):
    """A list of texts."""

    default_error_messages = MESSAGES

    def __init__(self, **options):
        super().__init__(TextField(), **options)

    def _deserialize(self, value, *args, **kwargs):
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.make_error("invalid")
        return value


class ProfileSchema(Schema):
    """A person; with the e-mail address for those who may know it (API-4)."""

    id = fields.Integer(required=True)
    username = fields.String(required=True)
    full_name = fields.String(required=True)
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    bio = fields.String(required=True)
    location = fields.String(required=True)
    website = fields.String(required=True)
    date_joined = TimeField(required=True)
    email = fields.Email()

    @post_dump(pass_original=True)
    def hide_email(self, data, person, **kwargs):
        asks = g.person
        may = g.token and Scope.EMAIL_READ in g.token.granted
        if not (may and (asks.id == person.id or asks.is_staff or asks.has_perm("view_email"))):
            del data["email"]
        return data


class OwnProfileSchema(ProfileSchema):
    """A person as they see themselves."""

    visibility = fields.String(required=True)


class PageSchema(Schema):
    """Some of the people who are looked for, and where the others are."""

    count = fields.Integer(required=True)
    count_is_exact = fields.Boolean(required=True)
    next = fields.URL(required=True, allow_none=True)
    previous = fields.URL(required=True, allow_none=True)
    results = fields.List(fields.Nested(ProfileSchema), required=True)


class SignUpSchema(Schema):
    """What a new person sends."""

    username = TextField(required=True)
    email = TextField(required=True)
    password = TextField(required=True)
    first_name = TextField()
    last_name = TextField()


class EditSchema(Schema):
    """What people send to change what they say about themselves, as much of it as they like."""

    first_name = TextField()
    last_name = TextField()
    email = TextField()
    bio = TextField()
    location = TextField()
    website = TextField()
    visibility = TextField()
    password = TextField()


class TokenSchema(Schema):
    """A token, without its secret."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    scopes = ScopesField(required=True, attribute="granted")
    created_at = TimeField(required=True)
    expires_at = TimeField(required=True)
    last_used_at = TimeField(required=True, allow_none=True)


class MadeTokenSchema(TokenSchema):
    """A token that has just been made, with the secret that is told once."""

    token = fields.String(required=True)


class NewTokenSchema(Schema):
    """What somebody sends to make a token (API-7)."""

    username = TextField(required=True)
    password = TextField(required=True)
    name = TextField(required=True)
    scopes = ScopesField(required=True)
    expires_at = TimeField(required=True)

    @validates("expires_at")
    def validate_expires_at(self, time, **kwargs):
        if not now() < time <= now() + MOST:
            raise ValidationError("Choose a time within the next 365 days.")
