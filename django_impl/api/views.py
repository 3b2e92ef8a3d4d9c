"""What there is to ask, for programs and for people (API-11)."""

from django.http import JsonResponse
from django.views import View
from django.views.generic import TemplateView

from api.docs import operations
from api.openapi import document


class OpenAPIView(View):
    """Describe all this to programs (API-11)."""

    def get(self, request):
        return JsonResponse(document())


class DocsView(TemplateView):
    """Describe all this to people (API-11)."""

    template_name = "api/docs.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(operations=operations(document()), **kwargs)
