"""Step 6: a filter, a tag and a context processor of our own (WALK-7)."""

from django import template
from django.utils.html import format_html, format_html_join
from django.views.generic import TemplateView

from accounts.models import User
from walkthrough.steps import STEPS

register = template.Library()  # which the settings call `walkthrough`, for `{% load %}`


@register.filter
def marked(text, part):
    """Return the text as markup, with each occurrence of a part in `<mark>`, all of it escaped."""
    parts = [[each] for each in (text.split(part) if part else [text])]
    return format_html_join(format_html("<mark>{}</mark>", part), "{}", parts)


@register.simple_tag
def step_url(step, person):
    """Return the address of a step: a template can't give arguments to a method."""
    return step.url(person)


def present_step(request):
    """Give every template the step whose page it makes, if it is one of a step."""
    match = request.resolver_match  # None on an error page
    return {"step": STEPS.get(match.view_name)} if match else {}


class PeopleView(TemplateView):
    """List five people, with `?q=` marked in their names."""

    template_name = "walkthrough/template.html"

    def get_context_data(self, **kwargs):
        people = User.objects.visible_to(self.request.user).order_by("pk")[:5]
        return super().get_context_data(people=people, q=self.request.GET.get("q"), **kwargs)
