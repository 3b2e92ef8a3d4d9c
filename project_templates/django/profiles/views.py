"""The home page and profile pages."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.generic import DetailView, RedirectView, TemplateView

from accounts.models import User


class HomeView(TemplateView):
    """Show the home page."""

    template_name = "home.html"


class ProfileView(DetailView):
    """The profile page of one user, if the current user may see it."""

    context_object_name = "person"  # `user` is the current user, in every template
    template_name = "profiles/detail.html"

    def get_queryset(self):
        return User.objects.visible_to(self.request.user)

    def get(self, request, *args, **kwargs):
        """Show the profile; redirect anonymous users to the login page if members may see it."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            any_member = User()
            self.get_object(User.objects.visible_to(any_member))  # raises Http404
            return redirect_to_login(request.get_full_path())


class ProfileByPkView(ProfileView):
    """Show the user with this primary key."""


class ProfileByUsernameView(ProfileView):
    """Show the user with this username."""

    slug_field = "username"
    slug_url_kwarg = "username"


@method_decorator(cache_control(private=True, no_store=True), name="dispatch")
class MyProfileView(LoginRequiredMixin, ProfileView):
    """Show the logged-in user."""

    def get_object(self, queryset=None):
        return self.request.user


class CanonicalUsernameRedirect(RedirectView):
    """Redirect a username with upper-case letters to the canonical URL."""

    pattern_name = "profiles:by_username"
    permanent = True
    query_string = True

    def get_redirect_url(self, username):
        return super().get_redirect_url(username=username.lower())
