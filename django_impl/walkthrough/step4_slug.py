"""Step 4: the class of step 2, with a username in the URL (WALK-4)."""

from walkthrough.step2_class_view import ProfileView


class ProfileBySlugView(ProfileView):
    """Find the user by another column; the URL argument has its default name, `slug`."""

    slug_field = "username"


class ProfileByUsernameView(ProfileBySlugView):
    """Rename the URL argument, too."""

    slug_url_kwarg = "username"
