"""Showing how many people there are."""

from flask import Blueprint, current_app, render_template

from ops.cache import get_or_set
from stats import queries

bp = Blueprint("stats", __name__)


@bp.get("/")
def figures():
    """Show figures that are kept for a while, in a page for this visitor (STATS-1, STATS-2)."""
    figures = get_or_set("figures", queries.figures, current_app.config["STATS_SECONDS"])
    return render_template("stats/figures.html", **figures)
