"""The base of the API: parsing, negotiation, headers."""

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.views import View
from rest_framework import negotiation, parsers
from rest_framework.exceptions import MethodNotAllowed, ParseError
from rest_framework.permissions import SAFE_METHODS

from api.parsing import parse_object


class JSONParser(parsers.BaseParser):
    """Parses a JSON object (API-9)."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        """Return the object as a dict; raise ParseError for anything else."""
        try:
            return parse_object(stream.read())
        except ValueError as error:
            raise ParseError from error


class IgnoreClientContentNegotiation(negotiation.DefaultContentNegotiation):
    """Parses and renders JSON, independent of the client's preferences."""

    def select_parser(self, request, parsers):
        """Return the parser for exactly this media type."""
        # `_request` is private in Django REST framework: if it changes, the tests of API-9 fail.
        content_type = request._request.content_type
        return next((each for each in parsers if each.media_type == content_type), None)

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class APIMixin:
    """The base of API views. `scopes` is the scope that a token needs, by method."""

    anonymous = False
    scopes = {}
    options = View.options

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if request.method in SAFE_METHODS:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request, *args, **kwargs):
        """Reject a method that is not allowed before the authentication."""
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(request.method)
        if request.method != "OPTIONS":
            super().initial(request, *args, **kwargs)

    def finalize_response(self, request, response, *args, **kwargs):
        """Forbid caches to store the response (API-10)."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


def validated(serializer_class, request):
    """Return the validated data of a request; raise ValidationError."""
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data
