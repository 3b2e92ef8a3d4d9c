"""The fields of requests and responses (API-1)."""

from datetime import timedelta

from django.utils import timezone
from rest_framework import serializers

from accounts.models import User
from api.parsing import format_time, parse_time
from tokens.models import Scope

MAX_LIFETIME = timedelta(days=365)
PROFILE_FIELDS = [
    "id",
    "username",
    "full_name",
    "first_name",
    "last_name",
    "bio",
    "location",
    "website",
    "date_joined",
    "email",
]


class Serializer(serializers.Serializer):
    """Extends `rest_framework.serializers.Serializer`: rejects unknown fields."""

    def to_internal_value(self, data):
        errors = {name: ["Unknown field."] for name in data.keys() - self.fields.keys()}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            errors |= error.detail
        if errors:
            raise serializers.ValidationError(errors)
        return values


class TextField(serializers.CharField):
    """Text, without type conversion; a form validates the rest."""

    def __init__(self, **options):
        super().__init__(**{"allow_blank": True, "trim_whitespace": False} | options)

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class TimeField(serializers.DateTimeField):
    """A time in RFC 3339, in UTC in responses (API-10)."""

    def to_representation(self, value):
        return format_time(value)

    def to_internal_value(self, value):
        try:
            return parse_time(value)
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from error


class ScopesField(serializers.ListField):
    """A list of strings."""

    child = TextField()
    default_error_messages = {"not_a_list": "Not a valid list."}

    def to_internal_value(self, data):
        if not isinstance(data, list) or not all(isinstance(each, str) for each in data):
            self.fail("not_a_list")
        return data


class ProfileSerializer(serializers.ModelSerializer):
    """A user; with the email address if the requester may read it (API-4)."""

    date_joined = TimeField()
    email = serializers.EmailField(required=False)

    class Meta:
        model = User
        fields = read_only_fields = PROFILE_FIELDS

    def to_representation(self, user):
        data = super().to_representation(user)
        request = self.context["request"]
        requester = request.user
        has_scope = request.auth and Scope.EMAIL_READ in request.auth.scope_list
        is_allowed = has_scope and (requester == user or requester.is_staff)
        if not is_allowed and not (has_scope and requester.has_perm("accounts.view_email")):
            del data["email"]
        return data


class MyProfileSerializer(ProfileSerializer):
    """The authenticated user."""

    class Meta:
        model = User
        fields = read_only_fields = [*PROFILE_FIELDS, "visibility"]


class SignUpSerializer(Serializer):
    """The data of a sign-up."""

    username = TextField()
    email = TextField()
    password = TextField()
    first_name = TextField(required=False)
    last_name = TextField(required=False)


class ProfileUpdateSerializer(Serializer):
    """The changed fields of a profile."""

    first_name = TextField(required=False)
    last_name = TextField(required=False)
    email = TextField(required=False)
    bio = TextField(required=False)
    location = TextField(required=False)
    website = TextField(required=False)
    visibility = TextField(required=False)
    password = TextField(required=False)


class TokenSerializer(serializers.Serializer):
    """A token, without its secret."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    scopes = ScopesField(source="scope_list")
    created_at = TimeField()
    expires_at = TimeField()
    last_used_at = TimeField(allow_null=True)


class TokenCreatedSerializer(TokenSerializer):
    """A new token with its secret, which is shown once."""

    token = serializers.CharField()


class TokenCreateSerializer(Serializer):
    """The data to create a token (API-7)."""

    username = TextField()
    password = TextField()
    name = TextField()
    scopes = ScopesField()
    expires_at = TimeField()

    def validate_expires_at(self, time):
        now = timezone.now()
        if not now < time <= now + MAX_LIFETIME:
            raise serializers.ValidationError("Choose a time within the next 365 days.")
        return time
