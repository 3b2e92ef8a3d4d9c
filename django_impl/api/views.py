"""The OpenAPI document, and the page that shows it (API-11)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import View
from django.views.generic import TemplateView

from api.openapi import document
from web.middleware import HEADERS

CONTENT_SECURITY_POLICY = (
    f"{HEADERS['Content-Security-Policy']}; script-src 'self'; connect-src 'self'"
)


class OpenAPIView(View):
    """Return the OpenAPI document (API-11)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(document())


class DocsView(TemplateView):
    """Show the OpenAPI document in Swagger UI (API-11)."""

    template_name = "api/docs.html"

    def render_to_response(self, context):
        headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
        return super().render_to_response(context, headers=headers)
