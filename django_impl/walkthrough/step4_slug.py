"""Step 4: the class of step 2, with a username in the address (WALK-4)."""

from walkthrough.step2_class_view import ProfileView


class ProfileBySlugView(ProfileView):
    """The column has a name of its own; the argument keeps the one of old, `slug`."""

    slug_field = "username"


class ProfileByUsernameView(ProfileBySlugView):
    """The argument has a name of its own, too."""

    slug_url_kwarg = "username"
