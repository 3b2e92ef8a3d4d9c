"""Showing how many people there are."""

from django.conf import settings
from django.core.cache import cache
from django.views.generic import TemplateView

from stats import queries


class FiguresView(TemplateView):
    """Show figures that are cached for a while, in a page for this visitor (STATS-1, STATS-2)."""

    template_name = "stats/figures.html"

    def get_context_data(self, **kwargs):
        figures = cache.get("figures")
        if figures is None:
            figures = queries.figures()
            cache.set("figures", figures, settings.STATS_SECONDS)
        return super().get_context_data(**figures, **kwargs)
