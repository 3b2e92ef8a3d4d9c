from django.contrib.auth.models import AbstractUser
from django.db import models

# settings.py
AUTH_USER_MODEL = "example.User"


# example/models.py
class User(AbstractUser):
    city = models.CharField(max_length=50, blank=True)
