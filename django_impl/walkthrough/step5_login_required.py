"""Step 5: the profile of the authenticated user, without a URL argument (WALK-6)."""

from django.contrib.auth.decorators import login_required
from django.utils.decorators import method_decorator
from django.views.generic import DetailView


# The decorator for functions, applied to `dispatch`, which handles every HTTP method. The
# alternative is `LoginRequiredMixin`, which must be the first of the parent classes.
@method_decorator(login_required, name="dispatch")
class MyProfileView(DetailView):
    """Show the authenticated user; redirect anonymous users to the login page."""

    context_object_name = "person"

    def get_object(self, queryset=None):
        return self.request.user
