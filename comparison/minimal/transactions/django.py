from django.contrib.auth.models import User
from django.db import transaction


# example/users.py
@transaction.atomic
def create_users(usernames):
    for username in usernames:
        User.objects.create_user(username)
