"""Step 6: a custom template filter, tag and context processor (WALK-7)."""

from django import template
from django.utils.html import format_html, format_html_join
from django.views.generic import TemplateView

from accounts.models import User
from walkthrough.steps import STEPS

register = template.Library()  # the settings name this library `walkthrough`


@register.filter
def highlight(text, part):
    """Return the text as HTML, escaped, with each occurrence of a part in `<mark>`."""
    parts = [[each] for each in (text.split(part) if part else [text])]
    return format_html_join(format_html("<mark>{}</mark>", part), "{}", parts)


@register.simple_tag
def step_url(step, user):
    """Return the URL of a step. A template cannot call a method with arguments."""
    return step.url(user)


def current_step(request):
    """Add the step to the context of every template that a view of a step renders."""
    match = request.resolver_match  # None on an error page
    return {"step": STEPS.get(match.view_name)} if match else {}


class UserListView(TemplateView):
    """List five users, with each occurrence of `?q=` in their names highlighted."""

    template_name = "walkthrough/template.html"

    def get_context_data(self, **kwargs):
        users = User.objects.visible_to(self.request.user).order_by("pk")[:5]
        return super().get_context_data(people=users, q=self.request.GET.get("q"), **kwargs)
