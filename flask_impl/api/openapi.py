"""The OpenAPI document, beyond what the views declare (API-11)."""

import flask_smorest
from marshmallow import Schema, fields

from api.http import bp
from core.converters import PkOrUsernameConverter, PrimaryKeyConverter


class ProblemSchema(Schema):
    """Problem details (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.Dict(fields.String(), fields.List(fields.String()))


class Api(flask_smorest.Api):
    """Extends `flask_smorest.Api`: leaves the errors of all other pages alone."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self):
        """Register none: web.errors handles all errors. The method is private in Flask-Smorest;
        the shared tests of ERROR-1 fail if a release renames it."""


api = Api()
api.register_converter(PrimaryKeyConverter, lambda converter: {"type": "integer", "minimum": 1})
api.register_converter(PkOrUsernameConverter, lambda converter: {"type": "string"})


def problems(*statuses):
    """Document the error responses of a view: these, and those of every view."""

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
