"""Signing up, logging in and out; where one is logged in; leaving."""

from django.contrib.auth import login, logout
from django.contrib.auth import views as auth_views
from django.contrib.auth.hashers import make_password
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views import View, generic
from django.views.generic import CreateView, ListView

from accounts.forms import DeleteForm, LoginForm, SignUpForm
from accounts.models import USERNAME_TAKEN, User
from accounts.redirects import is_local_path
from accounts.sessions import (
    OneAtATimeMixin,
    digest,
    end_other_sessions,
    remember_login,
    sessions_of,
)
from core.logs import log_event


class AnonymousRequiredMixin:
    """Send people who are logged in to their own page (LOGIN-6)."""

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return redirect("profiles:own")
        return super().dispatch(request, *args, **kwargs)


class SignUpView(AnonymousRequiredMixin, CreateView):
    """Make a person and log them in (SIGNUP-1)."""

    form_class = SignUpForm
    template_name = "accounts/signup.html"
    success_url = reverse_lazy("profiles:own")

    def form_valid(self, form):
        try:
            with transaction.atomic():
                response = super().form_valid(form)
        except IntegrityError:  # someone else took the name since the form looked
            form.add_error("username", USERNAME_TAKEN)
            return self.form_invalid(form)
        log_event("signed_up", self.object.pk)
        login(self.request, self.object)
        remember_login(self.request)
        return response

    def form_invalid(self, form):
        if form.errors == {"username": [USERNAME_TAKEN]}:
            make_password(form.cleaned_data["password1"])  # in the time of a free name (SIGNUP-8)
        return super().form_invalid(form)


class LoginView(AnonymousRequiredMixin, auth_views.LoginView):
    """Log a person in and send them where they were going (LOGIN-1, LOGIN-5)."""

    form_class = LoginForm
    template_name = "accounts/login.html"

    def get_redirect_url(self):
        url = super().get_redirect_url()
        return url if is_local_path(url) else ""

    @transaction.atomic
    def form_valid(self, form):
        if not form.lock_person():
            return self.form_invalid(form)
        response = super().form_valid(form)
        remember_login(self.request)
        return response


class LogoutView(auth_views.LogoutView):
    """End the session and go home (LOGOUT-1)."""

    redirect_field_name = None

    def post(self, request, *args, **kwargs):
        pk = request.user.pk
        response = super().post(request, *args, **kwargs)
        if pk:
            log_event("logged_out", pk)
        return response


class SessionsView(LoginRequiredMixin, ListView):
    """Show where the person is logged in (SESSION-7)."""

    context_object_name = "sessions"
    template_name = "accounts/sessions.html"

    def get_queryset(self):
        return sessions_of(self.request.user)

    def get_context_data(self, **kwargs):
        present = digest(self.request.session.session_key)
        return super().get_context_data(present=present, **kwargs)


class EndSessionView(OneAtATimeMixin, LoginRequiredMixin, View):
    """End one session of the person, this one or another (SESSION-7)."""

    def post(self, request):
        for session in sessions_of(request.user):
            if session.session_key == request.POST.get("session"):
                log_event("session_ended", request.user.pk)
                session.delete()
        return redirect("accounts:sessions")


class EndOtherSessionsView(OneAtATimeMixin, LoginRequiredMixin, View):
    """End all sessions of the person but this one (SESSION-7)."""

    def post(self, request):
        log_event("other_sessions_ended", request.user.pk)
        end_other_sessions(request)
        return redirect("accounts:sessions")


class DeleteView(OneAtATimeMixin, LoginRequiredMixin, generic.DeleteView):
    """Delete the person and everything of theirs (DELETE-1, DELETE-2)."""

    http_method_names = ["get", "head", "post", "options"]
    context_object_name = "person"
    form_class = DeleteForm
    template_name = "accounts/delete.html"
    success_url = reverse_lazy("profiles:home")

    def get_object(self, queryset=None):
        return User.objects.get(pk=self.request.user.pk)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        log_event("deleted", self.object.pk)
        logout(self.request)
        return super().form_valid(form)
