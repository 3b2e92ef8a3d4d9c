"""Change a password, and reset it with a link from an email."""

from django.contrib.auth import logout
from django.contrib.auth import views as auth_views
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse_lazy
from django.views import View

from accounts.models import User
from accounts.sessions import CurrentUserMixin, delete_other_sessions, delete_sessions_and_tokens
from core.logs import log_security_event
from passwords.forms import PasswordChangeForm, PasswordResetForm
from passwords.tokens import token_generator
from web.methods import FormMethodsMixin


class ChangeView(CurrentUserMixin, auth_views.PasswordChangeView):
    """Change the password, and end all other sessions (PASSWORD-2, PASSWORD-3)."""

    form_class = PasswordChangeForm
    template_name = "passwords/change.html"
    success_url = reverse_lazy("profiles:me")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        delete_other_sessions(self.request)
        log_security_event("password_changed", self.request.user.pk)
        return super().form_valid(form)


class ResetView(FormMethodsMixin, auth_views.PasswordResetView):
    """Send a link by email; the response is the same for unknown email addresses (RESET-1)."""

    form_class = PasswordResetForm
    template_name = "passwords/reset.html"
    success_url = reverse_lazy("passwords:reset_done")

    @transaction.atomic
    def form_valid(self, form):
        log_security_event("password_reset_requested")
        return super().form_valid(form)


class ResetDoneView(auth_views.PasswordResetDoneView):
    """Show that a link was sent, if the account exists (RESET-1)."""

    template_name = "passwords/reset_done.html"


class ResetConfirmView(FormMethodsMixin, auth_views.PasswordResetConfirmView):
    """Set a new password with a link from an email (RESET-4)."""

    template_name = "passwords/reset_confirm.html"
    token_generator = token_generator
    success_url = reverse_lazy("accounts:login")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if request.method == "POST":
            with transaction.atomic():
                return super().dispatch(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            return super().dispatch(request, *args, **kwargs)
        return View.dispatch(self, request, *args, **kwargs)  # the parent renders the page instead

    def get_user(self, uidb64):
        """Return the active user; locked at POST, so that only one of concurrent uses succeeds."""
        user = super().get_user(uidb64)
        users = User.objects.filter(pk=user and user.pk, is_active=True)
        return (users.select_for_update() if self.request.method == "POST" else users).first()

    def form_valid(self, form):
        response = super().form_valid(form)
        log_security_event("password_reset", self.user.pk)
        delete_sessions_and_tokens(self.user)
        logout(self.request)  # also a session of another user in this browser
        return response
