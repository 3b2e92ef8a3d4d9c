"""The base of the API: parsing, negotiation, headers."""

import flask_smorest
from flask_smorest import abort
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict

from api.parsing import parse_object
from core.extensions import csrf


class JSONParser(FlaskParser):
    """Parses a JSON object (API-9)."""

    DEFAULT_VALIDATION_STATUS = 400

    def load_json(self, req, schema):
        """Return the object as a dict; abort with 400 or 415 for anything else."""
        if req.content_length and req.mimetype != "application/json":
            abort(415)
        try:
            return parse_object(req.get_data())
        except ValueError:
            abort(400)


class Blueprint(flask_smorest.Blueprint):
    """Extends `flask_smorest.Blueprint`: parses bodies with JSONParser."""

    ARGUMENTS_PARSER = JSONParser()


bp = Blueprint("api", __name__)
csrf.exempt(bp)  # the API does not use cookies


@bp.after_request
def prevent_caching(response):
    """Forbid caches to store the response (API-10)."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.after_request
def remove_content_type(response):
    """Remove the content type of Flask-Smorest from a response without a body (API-10)."""
    if response.status_code == 204:
        del response.headers["Content-Type"]
    return response


def bind_form(form_class, data, **options):
    """Return a form with this data, without a CSRF token."""
    return form_class(formdata=MultiDict(data), meta={"csrf": False}, **options)
