"""The rule of visibility for grants (GRANT-3, GRANT-4)."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q

from accounts.models import User, Visibility
from grants.models import Grant

NAMES = ("username", "first_name", "last_name")


def granted_to(user, token):
    """Return the condition that a grant to this user, or to this token, shows a user.

    It is part of the query for the users. The database runs each subquery once, not for each row.
    """
    to_user = Q(user=user.pk)
    grants = Grant.objects.active().filter(to_user | Q(token=token.pk) if token else to_user)
    granters = grants.filter(search="").values("granter")
    searches = grants.filter(granter__is_active=True, granter__is_staff=True).exclude(search="")
    return Q(pk__in=granters) | Q(pk__in=find(searches).values("pk"))


def find(searches):
    """Return the private users who match one of these searches.

    A join needs a relation. Without `Exists(searches)`, the database would read all users to find
    that there is no search.
    """
    names = {name: ExpressionWrapper(OuterRef(name), CharField()) for name in NAMES}
    matching = searches.alias(**names).filter(User.matches(F("search")))
    return User.objects.filter(Exists(searches), Exists(matching), visibility=Visibility.PRIVATE)
