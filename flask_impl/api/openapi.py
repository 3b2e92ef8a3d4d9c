"""What the OpenAPI document says that the views don't (API-11)."""

import flask_smorest
from marshmallow import Schema, fields

from api.http import bp
from core.converters import PersonConverter, PrimaryKeyConverter


class ProblemSchema(Schema):
    """An error, as in RFC 9457."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.Dict(fields.String(), fields.List(fields.String()))


class Api(flask_smorest.Api):
    """Flask-smorest's own, which would answer every error of the whole site in JSON."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self):
        """Leave errors to web.errors."""


api = Api()
api.register_converter(PrimaryKeyConverter, lambda converter: {"type": "integer", "minimum": 1})
api.register_converter(PersonConverter, lambda converter: {"type": "string"})


def problems(*statuses):
    """Document the errors that a view may answer with, and those that all may."""

    def decorator(view):
        for status in (400, *statuses, 503):
            view = bp.alt_response(
                status, schema=ProblemSchema, content_type="application/problem+json"
            )(view)
        return view

    return decorator


def init_app(app):
    api.init_app(app)
    for scheme in ("bearer", "basic"):
        api.spec.components.security_scheme(scheme, {"type": "http", "scheme": scheme})
