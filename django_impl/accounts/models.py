"""People and their sessions."""

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper

from core.fields import EmailField, WebsiteField
from core.validators import (
    empty_if_invisible,
    lower_if_ascii,
    validate_no_control_characters,
    validate_no_control_characters_but_line_breaks,
    validate_username,
)

USERNAME_TAKEN = "A user with that username already exists."


class Visibility(models.TextChoices):
    """Who may see a person's page."""

    PUBLIC = "public"
    MEMBERS = "members"
    PRIVATE = "private"


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the people whose pages this visitor may see (VISIBLE-1 to VISIBLE-4)."""
        if not user.is_authenticated:
            return self.filter(is_active=True, visibility=Visibility.PUBLIC)
        people = self.filter(is_active=True)
        if user.is_staff:
            return people
        return people.filter(~Q(visibility=Visibility.PRIVATE) | Q(pk=user.pk))

    def search(self, text):
        """Return the people whose username or name holds this text (DIRECTORY-3)."""
        return self.filter(User.matches(text))


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username):
        return super().get_by_natural_key(lower_if_ascii(username))


class User(AbstractUser):
    """A person: who they are, and what they show."""

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
        """Return the condition that a username or name holds this text (DIRECTORY-3)."""
        return (
            Q(username__icontains=text)
            | Q(first_name__icontains=text)
            | Q(last_name__icontains=text)
        )

    @property
    def full_name(self) -> str:
        """The first and last name, or the username where they show nothing."""
        return empty_if_invisible(self.get_full_name()) or self.username

    def clean(self):
        """Put the host of the e-mail address in lower case; the validators judge the rest."""
        self.email = User.objects.normalize_email(self.email)

    @classmethod
    def normalize_username(cls, username):
        """Return the username as it is stored; raise ValidationError if it can't be one."""
        validate_username(username)
        return username.lower()


class Session(AbstractBaseSession):
    """A session, found by a digest of its key; with the person, once they logged in, and where."""

    session_key = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, null=True)
    since = models.DateTimeField(null=True)
    last_seen = models.DateTimeField(null=True)
    address = models.CharField(max_length=45, default="")
    browser = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "sessions"
