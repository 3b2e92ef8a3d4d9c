"""Showing how many people there are."""

from django.conf import settings
from django.views.generic import TemplateView

from ops.cache import get_or_set
from stats import queries


class FiguresView(TemplateView):
    """Show figures that are kept for a while, in a page for this visitor (STATS-1, STATS-2)."""

    template_name = "stats/figures.html"

    def get_context_data(self, **kwargs):
        figures = get_or_set("figures", queries.figures, settings.STATS_SECONDS)
        return super().get_context_data(**figures, **kwargs)
