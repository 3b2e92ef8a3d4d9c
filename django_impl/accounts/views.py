"""Sign-up, login and logout; the list of sessions; deletion of the account."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.hashers import make_password
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views import generic
from django.views.decorators.http import require_POST

from accounts.authentication import lock_user
from accounts.forms import DeleteForm, LoginForm, SignUpForm
from accounts.models import USERNAME_TAKEN
from accounts.redirects import is_local_path
from accounts.sessions import (
    CurrentUserMixin,
    delete_other_sessions,
    hash_session_key,
    lock_current_user,
    record_login,
)
from core.logs import log_security_event
from web.methods import FormMethodsMixin


class AnonymousRequiredMixin(FormMethodsMixin):
    """Redirect authenticated users to their profile (LOGIN-6)."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect("profiles:me")
        return super().dispatch(request, *args, **kwargs)


class SignUpView(AnonymousRequiredMixin, generic.CreateView):
    """Create a user and log in (SIGNUP-1)."""

    form_class = SignUpForm
    template_name = "accounts/signup.html"
    success_url = reverse_lazy("profiles:me")

    def form_valid(self, form):
        try:
            with transaction.atomic():
                response = super().form_valid(form)
                log_security_event("signed_up", self.object.pk)
                login(self.request, self.object, settings.AUTHENTICATION_BACKENDS[0])
                record_login(self.request)
        except IntegrityError:  # a concurrent request took the username after the validation
            form.add_error("username", USERNAME_TAKEN)
            return self.form_invalid(form)
        return response

    def form_invalid(self, form):
        if form.errors == {"username": [USERNAME_TAKEN]}:
            make_password(form.cleaned_data["password1"])  # the same time as a success (SIGNUP-8)
        return super().form_invalid(form)


class LoginView(AnonymousRequiredMixin, auth_views.LoginView):
    """Log in and redirect to `next` (LOGIN-1, LOGIN-5)."""

    form_class = LoginForm
    template_name = "accounts/login.html"

    def get_redirect_url(self):
        url = super().get_redirect_url()
        return url if is_local_path(url) else ""

    @transaction.atomic
    def form_valid(self, form):
        if not lock_user(form.get_user()):
            form.add_error(None, form.get_invalid_login_error())
            return self.form_invalid(form)
        response = super().form_valid(form)
        record_login(self.request)
        return response


class LogoutView(auth_views.LogoutView):
    """Log out and redirect to the home page (LOGOUT-1)."""

    redirect_field_name = None

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        pk = request.user.pk
        response = super().post(request, *args, **kwargs)
        if pk:
            log_security_event("logged_out", pk)
        return response


class SessionsView(LoginRequiredMixin, generic.ListView):
    """List the active sessions of the user (SESSION-7)."""

    context_object_name = "sessions"
    template_name = "accounts/sessions.html"

    def get_queryset(self):
        return self.request.user.sessions.active()

    def get_context_data(self, **kwargs):
        current = hash_session_key(self.request.session.session_key)
        return super().get_context_data(current=current, **kwargs)


@require_POST
@lock_current_user
@login_required
def end_session(request: HttpRequest) -> HttpResponse:
    """Delete one session of the user, the current one or another (SESSION-7)."""
    for session in request.user.sessions.active():
        if session.session_key == request.POST.get("session"):
            session.delete()
            log_security_event("session_ended", request.user.pk)
    return redirect("accounts:sessions")


@require_POST
@lock_current_user
@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Delete all sessions of the user except the current one (SESSION-7)."""
    delete_other_sessions(request)
    log_security_event("other_sessions_ended", request.user.pk)
    return redirect("accounts:sessions")


class DeleteView(CurrentUserMixin, generic.DeleteView):
    """Delete the user and all rows that belong to the user (DELETE-1, DELETE-2)."""

    context_object_name = "person"
    form_class = DeleteForm
    template_name = "accounts/delete.html"
    success_url = reverse_lazy("profiles:home")

    def get_object(self, queryset=None):
        return self.request.user

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        log_security_event("deleted", self.object.pk)
        logout(self.request)
        return super().form_valid(form)
