"""The pages."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import CreateView, ListView, UpdateView

from profiles.forms import ProfileForm, SignUpForm
from profiles.models import Profile, Visibility

people = User.objects.filter(is_active=True, profile__isnull=False).select_related("profile")


def visible_to(user):
    """Return the people that a user may see."""
    if user.is_staff:
        return people
    visible = Q(profile__visibility=Visibility.PUBLIC) | Q(pk=user.pk)
    if user.is_authenticated:
        visible |= Q(profile__visibility=Visibility.MEMBERS)
    return people.filter(visible)


def home(request):
    """Render the home page."""
    return render(request, "home.html")


class Directory(ListView):
    """List the people, 20 a page."""

    paginate_by = 20
    template_name = "profiles/list.html"

    def get_queryset(self):
        return visible_to(self.request.user).order_by("username")


def show(request, person):
    """Show a profile, or the login page if a login is all that is missing."""
    if visible_to(request.user).filter(pk=person.pk).exists():
        return render(request, "profiles/detail.html", {"person": person})
    if person.profile.visibility == Visibility.MEMBERS:
        return redirect_to_login(request.get_full_path())
    raise Http404


def by_pk(request, pk):
    """Show the user with this primary key."""
    return show(request, get_object_or_404(people, pk=pk))


def by_username(request, username):
    """Show the user with this username."""
    return show(request, get_object_or_404(people, username=username))


@login_required
@never_cache
def me(request):
    """Show the current user."""
    return render(request, "profiles/detail.html", {"person": request.user})


class SignUp(CreateView):
    """Create a user, and log in."""

    form_class = SignUpForm
    template_name = "accounts/signup.html"
    success_url = reverse_lazy("profiles:me")

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return redirect("profiles:me")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        login(self.request, self.object)
        return response


class Edit(LoginRequiredMixin, UpdateView):
    """Change the own profile."""

    form_class = ProfileForm
    template_name = "profiles/edit.html"
    success_url = reverse_lazy("profiles:me")

    def get_object(self):
        return Profile.objects.get_or_create(user=self.request.user)[0]
