"""Step 2: a class says whom it may show, and finds the person and the template (WALK-4)."""

from django.views.generic import DetailView

from accounts.models import User


class ProfileView(DetailView):
    """Show the person with this primary key.

    No template is named: the model `User` of the app `accounts` has `accounts/user_detail.html`.
    """

    context_object_name = "person"  # "user" would take the place of the visitor in the header

    def get_queryset(self):
        return User.objects.visible_to(self.request.user)
