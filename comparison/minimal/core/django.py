from django.contrib.auth.models import User


# example/queries.py
def find_usernames():
    users = User.objects.filter(is_active=True).order_by("username")
    return list(users.values_list("username", flat=True))


def deactivate(username):
    return User.objects.filter(username=username).update(is_active=False)
