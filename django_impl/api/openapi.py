"""The OpenAPI document, beyond what the views declare (API-11)."""

from functools import cache

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers


class ProblemSerializer(serializers.Serializer):
    """Problem details (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


def problems(*statuses):
    """Return the error responses of a view: these, and those of every view."""
    problem = OpenApiResponse(ProblemSerializer, "A problem")
    return {(status, "application/problem+json"): problem for status in (400, *statuses, 503)}


@cache
def document():
    """Return the OpenAPI document of the views."""
    return SchemaGenerator().get_schema(public=True)


class BearerScheme(OpenApiAuthenticationExtension):
    """Bearer authentication, with the scope that the view requires for the method."""

    target_class = "api.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer"}

    def get_security_requirement(self, auto_schema):
        view = auto_schema.view
        scope = view.scopes.get(auto_schema.method)
        if scope is None:
            return [{}]
        return [{}, {"bearer": [scope]}] if view.anonymous else [{"bearer": [scope]}]


class PasswordScheme(OpenApiAuthenticationExtension):
    """Basic authentication."""

    target_class = "api.authentication.PasswordAuthentication"
    name = "basic"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "basic"}

    def get_security_requirement(self, auto_schema):
        return [{}] if auto_schema.method == "POST" else [{"basic": []}]
