"""Step 8: an exception that a view raises, and a URL that cannot be built (WALK-9)."""

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from walkthrough.steps import bp
from web.errors import error_page


class InvalidDate(Exception):
    """The query string contains no valid date."""


@bp.errorhandler(InvalidDate)
def invalid_date(error):
    return error_page(400, detail="Enter a valid date, such as 2026-11-22.")


def index_url(error, endpoint, values):
    """Return the URL of the list of steps for a step that does not exist."""
    return url_for("walkthrough.index") if endpoint.startswith("walkthrough.") else None


@bp.record_once
def add_build_error_handler(state):
    """Register the function on the application; a blueprint has no such handlers."""
    state.app.url_build_error_handlers.append(index_url)


@bp.get("/errors/")
def errors() -> ResponseReturnValue:
    try:
        day = date.fromisoformat(request.args.get("day", "2026-11-22"))
    except ValueError as error:
        raise InvalidDate from error
    missing_step = url_for("walkthrough.missing")
    return render_template("walkthrough/errors.html", day=day, missing_step=missing_step)
