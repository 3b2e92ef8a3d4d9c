"""Making, listing and revoking one's tokens."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.views import View
from django.views.generic import FormView

from accounts.sessions import OneAtATimeMixin
from core.logs import log_event
from tokens.forms import TimedTokenForm
from tokens.models import tokens_of


class TokensView(OneAtATimeMixin, LoginRequiredMixin, FormView):
    """Show the person's tokens, and a new one this once (TOKEN-1, TOKEN-2)."""

    http_method_names = ["get", "head", "post", "options"]
    form_class = TimedTokenForm
    template_name = "tokens/list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(tokens=tokens_of(self.request.user), **kwargs)

    def form_valid(self, form):
        secret = form.make(self.request.user)
        return self.render_to_response(self.get_context_data(form=TimedTokenForm(), secret=secret))


class RevokeView(OneAtATimeMixin, LoginRequiredMixin, View):
    """End a token of the person's (TOKEN-1)."""

    def post(self, request):
        for token in tokens_of(request.user):
            if str(token.pk) == request.POST.get("token"):
                log_event("token_revoked", request.user.pk)
                token.delete()
        return redirect("tokens:tokens")
