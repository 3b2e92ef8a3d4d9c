"""Step 7: what runs before a view, after it, and at the end of a request (WALK-8, WALK-12)."""

from time import perf_counter

from flask import current_app, g, render_template

from walkthrough.steps import STEPS, bp


@bp.before_request
def begin():
    """Take the time before a view of this blueprint."""
    g.view_began = perf_counter()


@bp.after_request
def set_server_timing(response):
    """Say in a header, after the view, how long it took."""
    if "view_began" in g:  # else something before it has refused the request
        milliseconds = 1000 * (perf_counter() - g.view_began)
        response.headers["Server-Timing"] = f"view;dur={milliseconds:.1f}"
    return response


@bp.teardown_request
def log_end(error):
    """Log one line once the answer is made, also if there was an error."""
    current_app.logger.debug("walked")


@bp.record_once
def add_to_shell(state):
    """Have the steps at hand in `shell`. It belongs to the application, not to a blueprint."""
    state.app.shell_context_processor(lambda: {"STEPS": STEPS})


@bp.get("/hooks/")
def hooks():
    return render_template("walkthrough/hooks.html")
