"""Health checks, and metrics for Prometheus (HEALTH-1, HEALTH-2, METRICS-1)."""

from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from ops.metrics import PROXY_HEADERS, generate_metrics


@csrf_exempt  # another method gets 405, not a CSRF error
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Respond without the database."""
    return JsonResponse({"status": "ok"})


@csrf_exempt
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Respond with 200 while the database is available, and with 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"status": "unavailable"}, status=503, headers={"Retry-After": "5"})
    return JsonResponse({"status": "ok"})


@csrf_exempt
def metrics(request: HttpRequest) -> HttpResponse:
    """Respond to direct requests only: requests through a proxy get 404, with any method."""
    if not PROXY_HEADERS.isdisjoint(request.headers):
        raise Http404
    return serve_metrics(request)


@require_safe
def serve_metrics(request: HttpRequest) -> HttpResponse:
    text, content_type = generate_metrics(request.headers.get("Accept"))
    return HttpResponse(text, content_type, headers={"Cache-Control": "private, no-store"})
