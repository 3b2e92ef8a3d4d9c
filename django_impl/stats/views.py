"""The page of statistics."""

from django.conf import settings
from django.core.cache import cache
from django.views.generic import TemplateView

from stats.queries import get_statistics


class StatisticsView(TemplateView):
    """Show the statistics, from the cache if they are there (STATS-1, STATS-2)."""

    template_name = "stats/statistics.html"

    def get_context_data(self, **kwargs):
        context = cache.get("statistics")
        if context is None:
            context = get_statistics()
            cache.set("statistics", context, settings.STATS_CACHE_TTL)
        return super().get_context_data(**context, **kwargs)
