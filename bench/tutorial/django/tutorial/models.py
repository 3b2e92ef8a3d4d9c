"""The table `users` of the implementations."""

from django.db import models


class Profile(models.Model):
    """A profile, without what the page does not show."""

    username = models.CharField(max_length=30, unique=True)
    first_name = models.CharField(max_length=150)
    last_name = models.CharField(max_length=150)
    email = models.EmailField()
    bio = models.TextField()
    location = models.CharField(max_length=100)
    website = models.URLField()
    date_joined = models.DateTimeField()
    is_active = models.BooleanField()
    visibility = models.CharField(max_length=10)

    class Meta:
        managed = False
        db_table = "users"

    def __str__(self):
        return self.username

    @property
    def full_name(self):
        return f"{self.first_name} {self.last_name}".strip() or self.username
