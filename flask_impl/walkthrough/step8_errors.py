"""Step 8: an error that a view raises, and an address that can't be made (WALK-9)."""

from datetime import date

from flask import render_template, request, url_for

from walkthrough.steps import bp
from web.errors import error_page


class UnknownDay(Exception):
    """What was asked for is no day."""


@bp.errorhandler(UnknownDay)
def describe_day(error):
    return error_page(400, detail="A day looks like 2026-11-22.")


def lead_to_list(error, endpoint, values):
    """Return the address of the list of steps for a step that does not exist."""
    return url_for("walkthrough.index") if endpoint.startswith("walkthrough.") else None


@bp.record_once
def add_build_error_handler(state):
    """Have it asked. It belongs to the application, not to a blueprint."""
    state.app.url_build_error_handlers.append(lead_to_list)


@bp.get("/errors/")
def errors():
    try:
        day = date.fromisoformat(request.args.get("day", "2026-11-22"))
    except ValueError as error:
        raise UnknownDay from error
    beyond = url_for("walkthrough.beyond")
    return render_template("walkthrough/errors.html", day=f"{day:%A}", beyond=beyond)
