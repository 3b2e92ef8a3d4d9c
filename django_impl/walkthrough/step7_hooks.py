"""Step 7: code before a view, after a view, and at the end of a request (WALK-8)."""

from contextvars import ContextVar
from time import perf_counter

import structlog
from django.core.signals import request_finished
from django.dispatch import receiver
from django.utils.deprecation import MiddlewareMixin
from django.views.generic import TemplateView

logger = structlog.get_logger("walkthrough")
in_walkthrough = ContextVar("in_walkthrough", default=None)  # the signal has no request


class HooksMiddleware(MiddlewareMixin):
    def process_view(self, request, view, args, kwargs):
        """Start the timer before a view of this app. A middleware handles all requests."""
        if request.resolver_match.app_name == "walkthrough":
            request.view_started = perf_counter()
            in_walkthrough.set(structlog.contextvars.get_contextvars())  # cleared before the signal

    def process_response(self, request, response):
        """Add the time that the view took as a header."""
        if hasattr(request, "view_started"):
            milliseconds = 1000 * (perf_counter() - request.view_started)
            response["Server-Timing"] = f"view;dur={milliseconds:.1f}"
        return response


@receiver(request_finished)
def log_end(sender, **kwargs):
    """Log one line after the response has been sent."""
    if context := in_walkthrough.get():
        in_walkthrough.set(None)
        logger.debug("walkthrough_finished", **context)


class HooksView(TemplateView):
    template_name = "walkthrough/hooks.html"
