"""Users and their sessions."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from core.fields import EmailField, WebsiteField
from core.search import HasGrams
from core.validators import (
    empty_if_invisible,
    lower_if_ascii,
    validate_no_control_characters,
    validate_no_control_characters_but_line_breaks,
    validate_username,
)

USERNAME_TAKEN = "A user with that username already exists."


class Visibility(models.TextChoices):
    """Which users may see a profile page."""

    PUBLIC = "public"
    MEMBERS = "members"
    PRIVATE = "private"


class UserQuerySet(models.QuerySet):
    def visible_to(self, user, token=None):
        """Return the users whose profile this user, or this token of the user, may see (VISIBLE).

        Each function of VISIBILITY_RULES returns a condition under which more users are visible.
        """
        if not user.is_authenticated:
            return self.filter(is_active=True, visibility=Visibility.PUBLIC)
        users = self.filter(is_active=True)
        if user.is_staff:
            return users
        rules = map(import_string, settings.VISIBILITY_RULES)
        conditions = [rule(user, token) for rule in rules]
        not_private = ~Q(visibility=Visibility.PRIVATE)
        return users.filter(Q(not_private, Q(pk=user.pk), *conditions, _connector=Q.OR))


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username):
        return super().get_by_natural_key(lower_if_ascii(username))


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
    email = EmailField("email address")
    bio = models.TextField(
        blank=True, max_length=2000, validators=[validate_no_control_characters_but_line_breaks]
    )
    location = models.CharField(
        max_length=100, blank=True, validators=[validate_no_control_characters]
    )
    website = WebsiteField(max_length=200, blank=True)
    visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )

    objects = UserManager()

    class Meta:
        db_table = "users"
        permissions = [("view_email", "Can see email addresses")]
        indexes = [
            models.Index(Upper("email"), name="users_email_upper"),
            models.Index("date_joined", "id", name="users_joined"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(username=Lower("username")), name="users_username_is_lower_case"
            )
        ]

    @classmethod
    def matches(cls, text):
        """Return the condition that a username or name contains this text (DIRECTORY-3)."""
        return (
            Q(username__icontains=text)
            | Q(first_name__icontains=text)
            | Q(last_name__icontains=text)
        )

    @classmethod
    def has_grams(cls, text):
        """Return a condition for the index: users who match this text meet it, some others too."""
        return HasGrams(["username", "first_name", "last_name"], text)

    @property
    def full_name(self) -> str:
        """The first and last name, or the username if these have no visible character."""
        return empty_if_invisible(self.get_full_name()) or self.username

    def get_absolute_url(self):
        return reverse("profiles:by_username", args=[self.username])

    def clean(self):
        """Convert the host of the email address to lower case."""
        self.email = User.objects.normalize_email(self.email)

    @classmethod
    def normalize_username(cls, username):
        """Return the username as stored; raise ValidationError if it is invalid."""
        validate_username(username)
        return username.lower()


class SessionQuerySet(models.QuerySet):
    def active(self):
        """Return the sessions that have not expired, the newest first."""
        return self.filter(expire_date__gt=timezone.now()).order_by("-created_at")


class Session(AbstractBaseSession):
    """A session, stored under a hash of its key. Anonymous sessions have no user."""

    session_key = models.CharField(max_length=64, primary_key=True)
    expire_date = models.DateTimeField(db_index=True, db_column="expires_at")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    created_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    ip_address = models.CharField(max_length=45, default="")
    user_agent = models.CharField(max_length=200, default="")

    objects = SessionQuerySet.as_manager()

    class Meta:
        db_table = "sessions"
