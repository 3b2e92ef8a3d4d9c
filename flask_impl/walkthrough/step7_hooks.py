"""Step 7: code before a view, after a view, and at the end of a request (WALK-8, WALK-12)."""

from time import perf_counter

from flask import current_app, g, render_template
from flask.typing import ResponseReturnValue

from walkthrough.steps import STEPS, bp


@bp.before_request
def start_timer():
    """Start the timer before a view of this blueprint."""
    g.view_started = perf_counter()


@bp.after_request
def set_server_timing(response):
    """Add the time that the view took as a header."""
    if "view_started" in g:  # missing if an earlier hook rejected the request
        milliseconds = 1000 * (perf_counter() - g.view_started)
        response.headers["Server-Timing"] = f"view;dur={milliseconds:.1f}"
    return response


@bp.teardown_request
def log_end(error):
    """Log one line after the response has been created, even after an exception."""
    current_app.logger.debug("walkthrough_finished")


@bp.record_once
def add_shell_context(state):
    """Import the steps in `shell`, which takes its names from the application only."""
    state.app.shell_context_processor(lambda: {"STEPS": STEPS})


@bp.get("/hooks/")
def hooks() -> ResponseReturnValue:
    return render_template("walkthrough/hooks.html")
