"""What a user tells about themselves, and the tokens of the API."""

import secrets

from django.conf import settings
from django.db import models


class Visibility(models.TextChoices):
    """The users who may see a profile."""

    PUBLIC = "public", "Everyone"
    MEMBERS = "members", "Everyone who is logged in"
    PRIVATE = "private", "Only me"


class Profile(models.Model):
    """The profile of a user."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
    bio = models.TextField(blank=True, max_length=2000)
    location = models.CharField(blank=True, max_length=100)
    website = models.URLField(blank=True)
    visibility = models.CharField(
        choices=Visibility.choices, default=Visibility.PUBLIC, max_length=10
    )

    def __str__(self):
        return f"Profile of {self.user}"


class Token(models.Model):
    """A token with which a program reads the API on behalf of a user."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    key = models.CharField(max_length=64, unique=True, default=secrets.token_hex)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.user} since {self.created_at:%d %B %Y}"
