"""Step 8: an error that a view raises, and an address that can't be made (WALK-9)."""

from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.decorators import decorator_from_middleware, method_decorator
from django.utils.deprecation import MiddlewareMixin
from django.views.generic import TemplateView

from web.errors import error_page


class UnknownDay(Exception):
    """What was asked for is no day."""


class ErrorMiddleware(MiddlewareMixin):
    def process_exception(self, request, exception):
        if isinstance(exception, UnknownDay):
            return error_page(request, 400, detail="A day looks like 2026-11-22.")


def url_or_list(route):
    """Return the address of a step, or of their list if there is no such step."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return reverse("walkthrough:index")


@method_decorator(decorator_from_middleware(ErrorMiddleware), name="dispatch")
class DayView(TemplateView):
    template_name = "walkthrough/errors.html"

    def get_context_data(self, **kwargs):
        try:
            day = date.fromisoformat(self.request.GET.get("day", "2026-11-22"))
        except ValueError as error:
            raise UnknownDay from error
        return super().get_context_data(day=f"{day:%A}", beyond=url_or_list("walkthrough:beyond"))
