"""Profile pages, the directory, and the form to edit one's own profile."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse_lazy
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, RedirectView, TemplateView, UpdateView, View
from django_filters.views import FilterView

from accounts.models import User
from accounts.sessions import CurrentUserMixin
from profiles.export import get_export
from profiles.forms import ProfileForm
from profiles.pagination import paginate
from profiles.search import DirectoryFilter, count_and_limit
from sites.cache import get_current_site
from web.conditional import make_etag

ETAG_FIELDS = ("id", "username", "full_name", "bio", "location", "website", "date_joined")


class HomeView(TemplateView):
    """Show the home page (HOME-1)."""

    template_name = "home.html"


class ProfileView(DetailView):
    """The profile page of one user, if the current user may see it (VISIBLE-1 to VISIBLE-4)."""

    context_object_name = "person"  # `user` is the current user, in every template
    template_name = "profiles/detail.html"

    def get_queryset(self):
        return User.objects.visible_to(self.request.user)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Show the profile; redirect anonymous users to the login page if members may see it."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            any_member = User(pk=0)  # no row: nobody has granted anything to this user
            self.get_object(User.objects.visible_to(any_member))  # raises Http404
            return redirect_to_login(request.get_full_path())

    def render_to_response(self, context, **kwargs):
        """Render the page, or respond with 304 if the client has it already (CACHE-1)."""
        response = super().render_to_response(context, **kwargs)  # a TemplateResponse: not rendered
        if etag := self.get_etag():
            response = get_conditional_response(self.request, etag, response=response)
            response["ETag"] = etag
            response["Cache-Control"] = "no-cache"
        return response

    def get_etag(self):
        """Return the ETag of the page; None for authenticated users (CACHE-2) and in debug mode."""
        if self.request.user.is_authenticated or settings.DEBUG:
            return None
        site = get_current_site(self.request)
        values = [getattr(self.object, name) for name in ETAG_FIELDS]
        return f'W/"{make_etag(settings.RELEASE, site.name, site.colour, *values)}"'


class ProfileByPkView(ProfileView):
    """Show the user with this primary key (PROFILE-1)."""


class ProfileByUsernameView(ProfileView):
    """Show the user with this username (PROFILE-2)."""

    slug_field = "username"
    slug_url_kwarg = "username"


class MyProfileView(LoginRequiredMixin, ProfileView):
    """Show the logged-in user (PROFILE-5)."""

    def get_object(self, queryset=None):
        return self.request.user


class CanonicalUsernameRedirect(RedirectView):
    """Redirect a username with upper-case letters to the canonical URL (PROFILE-4)."""

    http_method_names = ["get", "head", "options"]
    options = View.options
    pattern_name = "profiles:by_username"
    permanent = True
    query_string = True

    def get_redirect_url(self, username):
        return super().get_redirect_url(username=username.lower())


class DirectoryView(FilterView):
    """List and search the users whom the current user may see (DIRECTORY-1)."""

    filterset_class = DirectoryFilter
    template_name = "profiles/list.html"

    def get_queryset(self):
        return User.objects.visible_to(self.request.user).order_by("username")

    def get_context_data(self, **kwargs):
        users, count = count_and_limit(self.object_list, self.filterset.text)
        page = paginate(users, self.request.GET)
        return super().get_context_data(page=page, count=count, **kwargs)


class EditView(CurrentUserMixin, UpdateView):
    """Edit the profile of the logged-in user (EDIT-1)."""

    context_object_name = "person"
    form_class = ProfileForm
    template_name = "profiles/edit.html"
    success_url = reverse_lazy("profiles:me")

    def get_object(self, queryset=None):
        # Not request.user: validation writes the data of the form into the instance.
        return User.objects.get(pk=self.request.user.pk)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Return the data that is stored about the user, except hashes (EXPORT-1)."""
    headers = {"Content-Disposition": "attachment"}
    return JsonResponse(get_export(request.user), headers=headers)
