"""Step 8: an error that nothing handles shows the debug page in development (WALK-9)."""

from flask import abort, current_app
from flask.typing import ResponseReturnValue

from walkthrough.steps import bp


@bp.get("/errors/unexpected/")
def unexpected_error() -> ResponseReturnValue:
    if not current_app.debug:
        abort(404)
    birthday = "2005-07-21"
    return birthday + 1
