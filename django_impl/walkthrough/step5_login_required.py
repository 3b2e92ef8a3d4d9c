"""Step 5: no argument; the person comes from the login, for which one is asked (WALK-6)."""

from django.contrib.auth.decorators import login_required
from django.utils.decorators import method_decorator
from django.views.generic import DetailView


# The decorator of functions, put around `dispatch`, through which every method goes. The mixin,
# `LoginRequiredMixin`, says the same in the list of parents, and has to be the first of them.
@method_decorator(login_required, name="dispatch")
class OwnProfileView(DetailView):
    """Show who is logged in; send others to log in, and back."""

    context_object_name = "person"

    def get_object(self, queryset=None):
        return self.request.user
