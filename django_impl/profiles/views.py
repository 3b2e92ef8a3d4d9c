"""Showing people, one by pk, by username, or from the login, and all; editing oneself."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, JsonResponse
from django.urls import reverse_lazy
from django.views.decorators.http import condition, require_safe
from django.views.generic import (
    DetailView,
    RedirectView,
    TemplateView,
    UpdateView,
    View,
)
from django_filters.views import FilterView

from accounts.models import User
from accounts.sessions import OneAtATimeMixin
from profiles.directory import DirectoryFilter, count, cut
from profiles.export import get_export
from profiles.forms import ProfileForm
from sites.registry import current_site
from web.conditional import make_etag

SHOWN = ("id", "username", "full_name", "bio", "location", "website", "date_joined")


class HomeView(TemplateView):
    """Say what this is (HOME-1)."""

    template_name = "home.html"


class ProfileView(DetailView):
    """The page of one person, if this visitor may see it (VISIBLE-1 to VISIBLE-4)."""

    context_object_name = "person"
    template_name = "profiles/detail.html"

    def get_queryset(self):
        return User.objects.visible_to(self.request.user)

    def get(self, request, *args, **kwargs):
        """Show the person; where logging in would help, ask an anonymous visitor to."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            any_member = User()
            self.get_object(User.objects.visible_to(any_member))  # or 404 for good
            return redirect_to_login(request.get_full_path())

    def render_to_response(self, context, **kwargs):
        """Render the page, or respond with 304 to a client that has it already (CACHE-1)."""
        render = super().render_to_response
        view = condition(etag_func=self.get_etag)(lambda request: render(context, **kwargs))
        response = view(self.request)
        if "ETag" in response:
            response["Cache-Control"] = "no-cache"
        return response

    def get_etag(self, request):
        """Return what changes with the page; None for users with a login, who get no ETag."""
        if request.user.is_authenticated or settings.DEBUG:
            return None
        site = current_site(request)
        shown = [getattr(self.object, name) for name in SHOWN]
        return make_etag(site.name, site.colour, *shown)


class ProfileByPkView(ProfileView):
    """Find the person by primary key (PROFILE-1)."""


class ProfileByUsernameView(ProfileView):
    """Find the person by username (PROFILE-2)."""

    slug_field = "username"
    slug_url_kwarg = "username"


class OwnProfileView(LoginRequiredMixin, ProfileView):
    """Find the person from the login (PROFILE-5)."""

    def get_object(self, queryset=None):
        return self.request.user


class LowerCaseView(RedirectView):
    """Send a username with upper case to its one address (PROFILE-4)."""

    http_method_names = ["get", "head", "options"]
    options = View.options
    pattern_name = "profiles:by_username"
    permanent = True
    query_string = True

    def get_redirect_url(self, username):
        return super().get_redirect_url(username=username.lower())


class DirectoryView(FilterView):
    """List the people this visitor may see, and who are looked for (DIRECTORY-1)."""

    context_object_name = "people"
    filterset_class = DirectoryFilter
    template_name = "profiles/list.html"

    def get_queryset(self):
        return User.objects.visible_to(self.request.user).order_by("username")

    def get_context_data(self, **kwargs):
        people = self.object_list
        page = cut(people, self.request.GET)
        return super().get_context_data(page=page, count=count(people), **kwargs)


class EditView(OneAtATimeMixin, LoginRequiredMixin, UpdateView):
    """Change what people say about themselves (EDIT-1)."""

    http_method_names = ["get", "head", "post", "options"]
    context_object_name = "person"  # "user" would take the place of the visitor in the header
    form_class = ProfileForm
    template_name = "profiles/edit.html"
    success_url = reverse_lazy("profiles:own")

    def get_object(self, queryset=None):
        # Not request.user itself: the form writes into it what was typed, also what it refuses.
        return User.objects.get(pk=self.request.user.pk)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}


@require_safe
@login_required
def export(request):
    """Return everything that is stored about the user, except hashes (EXPORT-1)."""
    headers = {"Content-Disposition": "attachment"}
    return JsonResponse(get_export(request.user), headers=headers)
