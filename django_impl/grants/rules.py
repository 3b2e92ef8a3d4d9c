"""The rule of visibility for grants (GRANT-3, GRANT-4)."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q

from accounts.models import User
from grants.models import Grant


def granted_to(user, token):
    """Return the condition that a grant to this user, or to this token, shows a user.

    It is part of the query for the users, and takes no other one.
    """
    to_user = Q(user=user.pk)
    grants = Grant.objects.active().filter(to_user | Q(token=token.pk) if token else to_user)
    profiles = grants.filter(search="").values("granter")
    searches = grants.exclude(search="").filter(granter__is_active=True, granter__is_staff=True)
    names = {
        name: ExpressionWrapper(OuterRef(name), CharField())
        for name in ("username", "first_name", "last_name")
    }
    return Q(pk__in=profiles) | Exists(searches.alias(**names).filter(User.matches(F("search"))))
