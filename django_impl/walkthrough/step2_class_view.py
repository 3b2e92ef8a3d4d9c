"""Step 2: a generic class-based view, with a template (WALK-4)."""

from django.views.generic import DetailView

from accounts.models import User


class ProfileView(DetailView):
    """Show the user with this primary key.

    The default template is `accounts/user_detail.html`, after the model `User` of `accounts`.
    """

    context_object_name = "person"  # `user` is the current user, in every template

    def get_queryset(self):
        return User.objects.visible_to(self.request.user)
