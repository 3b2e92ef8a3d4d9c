"""Step 8: an exception that a view raises, and a URL that cannot be built (WALK-9)."""

from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.decorators import decorator_from_middleware, method_decorator
from django.utils.deprecation import MiddlewareMixin
from django.views.generic import TemplateView

from web.errors import error_page


class InvalidDate(Exception):
    """The query string contains no valid date."""


class ErrorMiddleware(MiddlewareMixin):
    def process_exception(self, request, exception):
        if isinstance(exception, InvalidDate):
            return error_page(request, 400, detail="Enter a valid date, such as 2026-11-22.")


def url_or_index(view_name):
    """Return the URL of a step, or of the list of steps if the step does not exist."""
    try:
        return reverse(view_name)
    except NoReverseMatch:
        return reverse("walkthrough:index")


@method_decorator(decorator_from_middleware(ErrorMiddleware), name="dispatch")
class WeekdayView(TemplateView):
    template_name = "walkthrough/errors.html"

    def get_context_data(self, **kwargs):
        try:
            day = date.fromisoformat(self.request.GET.get("day", "2026-11-22"))
        except ValueError as error:
            raise InvalidDate from error
        return super().get_context_data(day=day, missing_step=url_or_index("walkthrough:missing"))
