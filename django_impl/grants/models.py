"""Grants to see one profile, or the people of a search, until they expire (GRANT)."""

from django.db import models
from django.utils import timezone

from accounts.models import User
from tokens.models import Token


class GrantQuerySet(models.QuerySet):
    def active(self):
        """Return the grants that have not expired, the newest first."""
        return self.filter(expires_at__gt=timezone.now()).order_by("-created_at", "-id")


class Grant(models.Model):
    """A grant to a user or a token: to see the granter or, with a search, the users who match."""

    granter = models.ForeignKey(User, models.CASCADE, related_name="grants")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    token = models.ForeignKey(Token, models.CASCADE, null=True, related_name="+")
    search = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = GrantQuerySet.as_manager()

    class Meta:
        db_table = "grants"

    def __str__(self):
        return self.grantee

    @property
    def grantee(self) -> str:
        """The username, or the number of the token."""
        return self.user.username if self.user else f"#{self.token_id}"
