"""What programs send and get, as JSON (API-1)."""

from datetime import timedelta

from django.utils import timezone
from rest_framework import serializers

from accounts.models import User
from api.parsing import format_time, parse_time
from tokens.models import Scope

MOST = timedelta(days=365)
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
    """A serializer that refuses fields that it does not have."""

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
    """Text, for which no number is taken; the form behind it judges the rest."""

    def __init__(self, **options):
        super().__init__(**{"allow_blank": True, "trim_whitespace": False} | options)

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class TimeField(serializers.DateTimeField):
    """A time, spelled as in RFC 3339; given in UTC (API-10)."""

    def to_representation(self, value):
        return format_time(value)

    def to_internal_value(self, value):
        try:
            return parse_time(value)
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from error


class ScopesField(serializers.ListField):
    """A list of texts."""

    child = TextField()
    default_error_messages = {"not_a_list": "Not a valid list."}

    def to_internal_value(self, data):
        if not isinstance(data, list) or not all(isinstance(each, str) for each in data):
            self.fail("not_a_list")
        return data


class ProfileSerializer(serializers.ModelSerializer):
    """A person; with the e-mail address for those who may know it (API-4)."""

    date_joined = TimeField()
    email = serializers.EmailField(required=False)

    class Meta:
        model = User
        fields = read_only_fields = PROFILE_FIELDS

    def to_representation(self, person):
        data = super().to_representation(person)
        request = self.context["request"]
        asks = request.user
        may = request.auth and Scope.EMAIL_READ in request.auth.granted
        if not (may and (asks == person or asks.is_staff or asks.has_perm("accounts.view_email"))):
            del data["email"]
        return data


class OwnProfileSerializer(ProfileSerializer):
    """A person as they see themselves."""

    class Meta:
        model = User
        fields = read_only_fields = [*PROFILE_FIELDS, "visibility"]


class SignUpSerializer(Serializer):
    """What a new person sends."""

    username = TextField()
    email = TextField()
    password = TextField()
    first_name = TextField(required=False)
    last_name = TextField(required=False)


class EditSerializer(Serializer):
    """What people send to change what they say about themselves, as much of it as they like."""

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
    scopes = ScopesField(source="granted")
    created_at = TimeField()
    expires_at = TimeField()
    last_used_at = TimeField(allow_null=True)


class MadeTokenSerializer(TokenSerializer):
    """A token that has just been made, with the secret that is told once."""

    token = serializers.CharField()


class NewTokenSerializer(Serializer):
    """What somebody sends to make a token (API-7)."""

    username = TextField()
    password = TextField()
    name = TextField()
    scopes = ScopesField()
    expires_at = TimeField()

    def validate_expires_at(self, time):
        now = timezone.now()
        if not now < time <= now + MOST:
            raise serializers.ValidationError("Choose a time within the next 365 days.")
        return time
