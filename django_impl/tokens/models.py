"""Tokens, with which programs act for a person, for a time and within limits (TOKEN)."""

import secrets
from hashlib import sha256

from django.db import models
from django.utils import timezone

from accounts.models import User
from core.validators import validate_no_control_characters


class Scope(models.TextChoices):
    """What a token may be good for."""

    PROFILE_READ = "profile:read", "Read your profile"
    EMAIL_READ = "email:read", "Read your email address, and those that you may see"
    PROFILE_WRITE = "profile:write", "Change your profile, or delete your account"
    DIRECTORY_READ = "directory:read", "Read the directory as you see it"


def digest(secret):
    """Return what stands in the database for a token that only its holder knows."""
    return sha256(secret.encode()).hexdigest()


class Token(models.Model):
    """A token, found by its digest; with the scopes that it is good for, separated by spaces."""

    user = models.ForeignKey(User, models.CASCADE)
    name = models.CharField(max_length=100, validators=[validate_no_control_characters])
    scopes = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tokens"

    def __str__(self):
        return self.name

    @property
    def granted(self) -> list[str]:
        """The scopes, as a list."""
        return self.scopes.split()


def tokens_of(user):
    """Return the live tokens of a person, the last one made first."""
    return user.token_set.filter(expires_at__gt=timezone.now()).order_by("-created_at", "-id")


def make_token(user, name, scopes, expires_at):
    """Store a token for a person; return it, and the secret that is told once (TOKEN-2)."""
    secret = secrets.token_urlsafe(32)
    in_order = " ".join(scope for scope in Scope.values if scope in scopes)
    token = Token.objects.create(
        user=user, name=name, scopes=in_order, digest=digest(secret), expires_at=expires_at
    )
    return token, secret
