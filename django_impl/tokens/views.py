"""The page of a user's tokens."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from accounts.sessions import CurrentUserMixin, lock_current_user
from core.logs import log_security_event
from tokens.forms import TokenForm


class TokensView(CurrentUserMixin, FormView):
    """List the active tokens of the user; create a token and show it once (TOKEN-1, TOKEN-2)."""

    form_class = TokenForm
    template_name = "tokens/list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(tokens=self.request.user.tokens.active(), **kwargs)

    def form_valid(self, form):
        secret = form.issue(self.request.user)
        log_security_event("token_created", self.request.user.pk)
        return self.render_to_response(self.get_context_data(form=TokenForm(), secret=secret))


@require_POST
@lock_current_user
@login_required
def revoke(request: HttpRequest) -> HttpResponse:
    """Delete a token of the user (TOKEN-1)."""
    for token in request.user.tokens.active():
        if str(token.pk) == request.POST.get("token"):
            token.delete()
            log_security_event("token_revoked", request.user.pk)
    return redirect("tokens:tokens")
