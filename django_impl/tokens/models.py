"""API tokens with scopes and an expiry time (TOKEN)."""

import secrets
from hashlib import sha256

from django.db import models
from django.utils import timezone

from accounts.models import User
from core.validators import validate_no_control_characters


class Scope(models.TextChoices):
    """Scopes of a token."""

    PROFILE_READ = "profile:read", "Read your profile"
    EMAIL_READ = "email:read", "Read your email address, and those that you may see"
    PROFILE_WRITE = "profile:write", "Change your profile, or delete your account"
    DIRECTORY_READ = "directory:read", "Read the directory as you see it"


def hash_secret(secret):
    """Return the value that the database stores for the secret of a token."""
    return sha256(secret.encode()).hexdigest()


class TokenQuerySet(models.QuerySet):
    def active(self):
        """Return the tokens that have not expired, the newest first."""
        return self.filter(expires_at__gt=timezone.now()).order_by("-created_at", "-id")

    def issue(self, user, name, scopes, expires_at):
        """Create a token; return it and its secret, which is not stored (TOKEN-2)."""
        secret = secrets.token_urlsafe(32)
        token = self.create(
            user=user,
            name=name,
            scopes=" ".join(scope for scope in Scope.values if scope in scopes),
            digest=hash_secret(secret),
            expires_at=expires_at,
        )
        return token, secret


class Token(models.Model):
    """A token, stored under a hash of its secret, with its scopes separated by spaces."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100, validators=[validate_no_control_characters])
    scopes = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        db_table = "tokens"

    def __str__(self):
        return self.name

    @property
    def scope_list(self) -> list[str]:
        """The scopes, as a list."""
        return self.scopes.split()
