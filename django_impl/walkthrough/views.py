"""The list of the steps."""

from django.views.generic import TemplateView

from accounts.models import User
from walkthrough.steps import STEPS


class IndexView(TemplateView):
    """List the steps, with links to the first user visible to the current user (WALK-1)."""

    template_name = "walkthrough/index.html"

    def get_context_data(self, **kwargs):
        _, *steps = STEPS.values()
        user = User.objects.visible_to(self.request.user).order_by("pk").first()
        return super().get_context_data(steps=steps, person=user, **kwargs)
