"""Is the process alive, can it serve, and what has it done (HEALTH-1, HEALTH-2, METRICS-1)?"""

from django.db import Error, connection
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from ops.metrics import PROXIES, exposition


class AliveView(View):
    """Answer without the database."""

    def get(self, request):
        return JsonResponse({"status": "ok"})


class ReadyView(View):
    """Answer 200 only while the database answers, 503 otherwise."""

    def get(self, request):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Error:
            return JsonResponse({"status": "unavailable"}, status=503, headers={"Retry-After": "5"})
        return JsonResponse({"status": "ok"})


@method_decorator(csrf_exempt, name="dispatch")  # another method is refused by its name
class MetricsView(View):
    """Answer who asks directly. There is nothing here for who comes through a proxy."""

    def dispatch(self, request):
        if not PROXIES.isdisjoint(request.headers):
            raise Http404
        return super().dispatch(request)

    def get(self, request):
        text, content_type = exposition(request.headers.get("Accept"))
        return HttpResponse(text, content_type, headers={"Cache-Control": "private, no-store"})
