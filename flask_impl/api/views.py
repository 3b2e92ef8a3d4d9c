"""The page that shows the OpenAPI document (API-11). Flask-Smorest returns the document."""

from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from api import profiles, tokens  # noqa: F401, their routes
from web.hooks import HEADERS

CONTENT_SECURITY_POLICY = (
    f"{HEADERS['Content-Security-Policy']}; script-src 'self'; connect-src 'self'"
)
bp = Blueprint(
    "docs",
    __name__,
    static_folder=Path(flask_swagger_ui.__file__).with_name("dist"),
    static_url_path="/static/swagger-ui",
)


@bp.get("/api/docs/")
def docs() -> ResponseReturnValue:
    """Show the OpenAPI document in Swagger UI (API-11)."""
    headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
    return render_template("api/docs.html"), headers
