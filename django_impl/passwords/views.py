"""Changing one's password, and choosing a new one with a link from a mail."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth import views as auth_views
from django.db import transaction
from django.urls import reverse_lazy
from django.views import View

from accounts.models import User
from accounts.sessions import OneAtATimeMixin, end_other_sessions, shut_out
from core.logs import log_event
from passwords.forms import ChangeForm, ResetForm
from passwords.tokens import token_generator


class ChangeView(OneAtATimeMixin, auth_views.PasswordChangeView):
    """Change the password, which ends all other sessions (PASSWORD-2, PASSWORD-3)."""

    http_method_names = ["get", "head", "post", "options"]
    form_class = ChangeForm
    template_name = "passwords/change.html"
    success_url = reverse_lazy("profiles:own")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        end_other_sessions(self.request)
        log_event("password_changed", self.request.user.pk)
        return super().form_valid(form)


class ResetView(auth_views.PasswordResetView):
    """Mail a link to everyone with this address, and say the same to all (RESET-1)."""

    http_method_names = ["get", "head", "post", "options"]
    form_class = ResetForm
    template_name = "passwords/reset.html"
    email_template_name = "passwords/reset_mail.txt"
    token_generator = token_generator
    extra_email_context = {"minutes": settings.PASSWORD_RESET_TIMEOUT // 60}
    success_url = reverse_lazy("passwords:reset_done")

    def form_valid(self, form):
        log_event("reset_asked")
        return super().form_valid(form)


class ResetDoneView(auth_views.PasswordResetDoneView):
    """Say that a mail may be on its way (RESET-1)."""

    template_name = "passwords/reset_done.html"


class ResetConfirmView(auth_views.PasswordResetConfirmView):
    """Let whoever holds the link choose a new password (RESET-4)."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "passwords/reset_confirm.html"
    token_generator = token_generator
    success_url = reverse_lazy("accounts:login")

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST":
            with transaction.atomic():
                return super().dispatch(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            return super().dispatch(request, *args, **kwargs)
        return View.dispatch(self, request, *args, **kwargs)  # Django's own shows the page

    def get_user(self, uidb64):
        """Return the active person; locked at POST, so that of two uses at once one wins."""
        user = super().get_user(uidb64)
        people = User.objects.filter(pk=user and user.pk, is_active=True)
        return (people.select_for_update() if self.request.method == "POST" else people).first()

    def form_valid(self, form):
        response = super().form_valid(form)
        log_event("password_reset", self.user.pk)
        shut_out(self.user)
        logout(self.request)  # this browser too, whoever used it before
        return response
