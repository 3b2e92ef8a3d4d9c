"""Sign-up, login and logout."""

from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.generic import CreateView

from accounts.forms import LoginForm, SignUpForm
from accounts.models import USERNAME_TAKEN
from accounts.redirects import is_local_path


class AnonymousRequiredMixin:
    """Redirect authenticated users to their profile."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return redirect("profiles:me")
        return super().dispatch(request, *args, **kwargs)


class SignUpView(AnonymousRequiredMixin, CreateView):
    """Create a user and log in."""

    form_class = SignUpForm
    template_name = "accounts/signup.html"
    success_url = reverse_lazy("profiles:me")

    def form_valid(self, form):
        try:
            with transaction.atomic():
                response = super().form_valid(form)
        except IntegrityError:  # a concurrent request took the username after the validation
            form.add_error("username", USERNAME_TAKEN)
            return self.form_invalid(form)
        login(self.request, self.object)
        return response


class LoginView(AnonymousRequiredMixin, auth_views.LoginView):
    """Log in and redirect to `next`."""

    form_class = LoginForm
    template_name = "accounts/login.html"

    def get_redirect_url(self):
        url = super().get_redirect_url()
        return url if is_local_path(url) else ""


class LogoutView(auth_views.LogoutView):
    """Log out and redirect to the home page."""

    redirect_field_name = None
