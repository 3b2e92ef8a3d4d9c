"""Users."""

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q

from core.validators import (
    lower_if_ascii,
    validate_email,
    validate_no_control_characters,
    validate_username,
)

USERNAME_TAKEN = "A user with that username already exists."


class Visibility(models.TextChoices):
    """Which users may see a profile page."""

    PUBLIC = "public"
    MEMBERS = "members"
    PRIVATE = "private"


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the users whose profile this user may see."""
        users = self.filter(is_active=True)
        if not user.is_authenticated:
            return users.filter(visibility=Visibility.PUBLIC)
        if user.is_staff:
            return users
        return users.filter(~Q(visibility=Visibility.PRIVATE) | Q(pk=user.pk))


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):
    """Extends Django's manager with `visible_to()`."""


class User(AbstractUser):
    """A user: account and profile."""

    username = models.CharField(
        max_length=30,
        unique=True,
        validators=[validate_username],
        error_messages={"unique": USERNAME_TAKEN},
    )
    first_name = models.CharField(
        max_length=150, blank=True, validators=[validate_no_control_characters]
    )
    last_name = models.CharField(
        max_length=150, blank=True, validators=[validate_no_control_characters]
    )
    email = models.CharField("email address", max_length=254, validators=[validate_email])
    bio = models.TextField(blank=True)
    location = models.CharField(max_length=100, blank=True)
    website = models.URLField(blank=True)
    visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )

    objects = UserManager()

    class Meta:
        db_table = "users"

    @property
    def full_name(self):
        """The first and last name, or the username if both are empty."""
        return self.get_full_name() or self.username

    @classmethod
    def normalize_username(cls, username):
        """Return the username as stored."""
        return lower_if_ascii(username)
