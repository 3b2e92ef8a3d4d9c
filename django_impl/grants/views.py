"""The page of a user's grants."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from accounts.models import User
from accounts.sessions import CurrentUserMixin, lock_current_user
from audit.models import log_action
from grants.forms import GrantForm, parse_grantee
from tokens.models import Token


def lock_with_grantee(user, text):
    """Lock a user and the named grantee, in one order: they may name each other at once."""
    username, number = parse_grantee(text)
    grantee = Q(username=username) | Q(pk__in=Token.objects.filter(pk=number).values("user"))
    list(User.objects.select_for_update().filter(Q(pk=user.pk) | grantee).order_by("pk"))


class GrantsView(CurrentUserMixin, FormView):
    """List the active grants of the user; create a grant (GRANT-1, GRANT-2)."""

    form_class = GrantForm
    template_name = "grants/list.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            lock_with_grantee(request.user, request.POST.get("grantee", ""))
            return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        grants = self.request.user.grants.active().select_related("user")
        return super().get_context_data(grants=grants, **kwargs)

    def form_valid(self, form):
        grant = form.save()
        log_action(self.request.user, "grant_created", [self.request.user], grant.grantee)
        return redirect("grants:grants")


@require_POST
@lock_current_user
@login_required
def revoke(request: HttpRequest) -> HttpResponse:
    """Delete a grant of the user (GRANT-5)."""
    for grant in request.user.grants.active().select_related("user"):
        if str(grant.pk) == request.POST.get("grant"):
            grant.delete()
            log_action(request.user, "grant_revoked", [request.user], grant.grantee)
    return redirect("grants:grants")
