"""Object permissions as Django documents them, by the query for the visible users."""

from django.contrib.auth.backends import BaseBackend

from accounts.models import User


class ProfileBackend(BaseBackend):
    """Extends `django.contrib.auth.backends.BaseBackend`: has one permission on an object.

    A list of users needs the query itself: each call of `has_perm` takes one of its own.
    """

    def has_perm(self, user_obj, perm, obj=None):
        """Return whether `perm` is `accounts.view_profile`, and the user may see the object."""
        if perm != "accounts.view_profile" or not isinstance(obj, User):
            return False
        return User.objects.visible_to(user_obj).contains(obj)
