"""What is common to all answers to programs."""

import flask_smorest
from flask_smorest import abort
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict

from api.parsing import parse_object
from core.extensions import csrf


class JSONParser(FlaskParser):
    """Takes one JSON object (API-9)."""

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
    """A blueprint for programs."""

    ARGUMENTS_PARSER = JSONParser()


bp = Blueprint("api", __name__)
csrf.exempt(bp)  # who asks says so in each request: no cookie counts


@bp.after_request
def keep_out_of_caches(response):
    """Keep what was told to one program out of caches (API-10)."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def form_of(form_class, data, **options):
    """Return a form for what a program sent, which comes without a token of a session."""
    return form_class(formdata=MultiDict(data), meta={"csrf": False}, **options)
