"""The fields of requests and responses (API-1)."""

from datetime import timedelta

from flask import g
from marshmallow import Schema, ValidationError, fields, post_dump, validates

from accounts.models import now
from api.parsing import format_time, parse_time
from tokens.models import Scope

MAX_LIFETIME = timedelta(days=365)
ERROR_MESSAGES = {"required": "This field is required.", "null": "This field may not be null."}


class TextField(fields.String):
    """Text; a form validates the rest."""

    default_error_messages = ERROR_MESSAGES

    def _deserialize(self, value, *args, **kwargs):
        text = super()._deserialize(value, *args, **kwargs)
        if "\0" in text:
            raise ValidationError("Null characters are not allowed.")
        return text


class TimeField(fields.DateTime):
    """A time in RFC 3339, in UTC in responses (API-10)."""

    default_error_messages = ERROR_MESSAGES

    def _serialize(self, value, *args, **kwargs):
        return None if value is None else format_time(value)

    def _deserialize(self, value, *args, **kwargs):
        try:
            return parse_time(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class ScopesField(fields.List):
    """A list of strings."""

    default_error_messages = ERROR_MESSAGES

    def __init__(self, **options):
        super().__init__(TextField(), **options)

    def _deserialize(self, value, *args, **kwargs):
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.make_error("invalid")
        return value


class ProfileSchema(Schema):
    """A user; with the email address if the requester may read it (API-4)."""

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
    def hide_email(self, data, user, **kwargs):
        requester = g.user
        has_scope = g.token and Scope.EMAIL_READ in g.token.scope_list
        is_allowed = has_scope and (requester.id == user.id or requester.is_staff)
        if not is_allowed and not (has_scope and requester.has_perm("view_email")):
            del data["email"]
        return data


class MyProfileSchema(ProfileSchema):
    """The authenticated user."""

    visibility = fields.String(required=True)


class PageSchema(Schema):
    """A page of users, and the URLs of the pages before and after it."""

    count = fields.Integer(required=True)
    count_is_exact = fields.Boolean(required=True)
    next = fields.URL(required=True, allow_none=True)
    previous = fields.URL(required=True, allow_none=True)
    results = fields.List(fields.Nested(ProfileSchema), required=True)


class SignUpSchema(Schema):
    """The data of a sign-up."""

    username = TextField(required=True)
    email = TextField(required=True)
    password = TextField(required=True)
    first_name = TextField()
    last_name = TextField()


class ProfileUpdateSchema(Schema):
    """The changed fields of a profile."""

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
    scopes = ScopesField(required=True, attribute="scope_list")
    created_at = TimeField(required=True)
    expires_at = TimeField(required=True)
    last_used_at = TimeField(required=True, allow_none=True)


class TokenCreatedSchema(TokenSchema):
    """A new token with its secret, which is shown once."""

    token = fields.String(required=True)


class TokenCreateSchema(Schema):
    """The data to create a token (API-7)."""

    username = TextField(required=True)
    password = TextField(required=True)
    name = TextField(required=True)
    scopes = ScopesField(required=True)
    expires_at = TimeField(required=True)

    @validates("expires_at")
    def validate_expires_at(self, time, **kwargs):
        if not now() < time <= now() + MAX_LIFETIME:
            raise ValidationError("Choose a time within the next 365 days.")
