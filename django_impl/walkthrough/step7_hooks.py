"""Step 7: what runs before a view, after it, and at the end of a request (WALK-8)."""

from contextvars import ContextVar
from time import perf_counter

import structlog
from django.core.signals import request_finished
from django.dispatch import receiver
from django.utils.deprecation import MiddlewareMixin
from django.views.generic import TemplateView

logger = structlog.get_logger("walkthrough")
walking = ContextVar("walking", default=None)  # for the signal, which brings no request


class HooksMiddleware(MiddlewareMixin):
    def process_view(self, request, view, args, kwargs):
        """Take the time before a view. A middleware sees all requests, so it looks whose it is."""
        if request.resolver_match.app_name == "walkthrough":
            request.view_began = perf_counter()
            walking.set(structlog.contextvars.get_contextvars())  # they end before the signal

    def process_response(self, request, response):
        """Say in a header, after the view, how long it took."""
        if hasattr(request, "view_began"):
            milliseconds = 1000 * (perf_counter() - request.view_began)
            response["Server-Timing"] = f"view;dur={milliseconds:.1f}"
        return response


@receiver(request_finished)
def log_end(sender, **kwargs):
    """Log one line once the answer is sent."""
    if context := walking.get():
        walking.set(None)
        logger.debug("walked", **context)


class HooksView(TemplateView):
    template_name = "walkthrough/hooks.html"
