"""The page of statistics."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from core.extensions import cache
from stats.queries import get_statistics

bp = Blueprint("stats", __name__)


@bp.get("/")
def statistics() -> ResponseReturnValue:
    """Show the statistics, from the cache if they are there (STATS-1, STATS-2)."""
    context = cache.get("statistics")
    if context is None:
        context = get_statistics()
        cache.set("statistics", context, current_app.config["STATS_CACHE_TTL"])
    return render_template("stats/statistics.html", **context)
