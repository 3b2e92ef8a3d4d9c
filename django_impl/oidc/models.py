"""Identities of users at a provider, and logins that are not finished (OIDC)."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User

EXPORT_FIELDS = ("issuer", "subject", "created_at")


class Identity(models.Model):
    """A user at a provider, which the provider calls by the `subject`."""

    user = models.ForeignKey(User, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "identities"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="identities_issuer_subject_key"
            )
        ]

    def __str__(self):
        return f"{self.subject} at {self.issuer}"


def get_owner(subject):
    """Return the user to whom this identity at the provider is linked, or None."""
    identity = {"identities__issuer": settings.OIDC_ISSUER, "identities__subject": subject}
    return User.objects.filter(**identity).first()


def get_export(user):
    """Return the identities of a user, as dicts (EXPORT-1)."""
    return list(user.identities.order_by("id").values(*EXPORT_FIELDS))


def hash_key(key):
    """Return the value that the database stores for the key of a pending login."""
    return sha256(key.encode()).hexdigest()


class PendingLogin(models.Model):
    """The data of a login between two requests, in JSON, stored under a hash of its key."""

    key = models.CharField(max_length=64, primary_key=True)
    data = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "pending_logins"

    def __str__(self):
        return self.key
