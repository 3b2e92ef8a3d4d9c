from django.contrib.auth.models import User
from django.db import models


# example/models.py
class Token(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=50)
    expires = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.name


def add_token(user, name, expires):
    user.tokens.create(name=name, expires=expires)
