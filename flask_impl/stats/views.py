"""Showing how many people there are."""

from flask import Blueprint, current_app, render_template

from core.extensions import cache
from stats import queries

bp = Blueprint("stats", __name__)


@bp.get("/")
def figures():
    """Show figures that are cached for a while, in a page for this visitor (STATS-1, STATS-2)."""
    figures = cache.get("figures")
    if figures is None:
        figures = queries.figures()
        cache.set("figures", figures, current_app.config["STATS_SECONDS"])
    return render_template("stats/figures.html", **figures)
