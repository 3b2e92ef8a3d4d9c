"""What there is to ask, for people (API-11). Flask-Smorest tells programs."""

from flask import Blueprint, render_template

from api import profiles, tokens  # noqa: F401, their routes
from api.docs import operations
from api.openapi import api

bp = Blueprint("docs", __name__)


@bp.get("/docs/")
def docs():
    """Describe all this to people (API-11)."""
    return render_template("api/docs.html", operations=operations(api.spec.to_dict()))
