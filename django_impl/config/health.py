"""Is the process alive, and can it serve (HEALTH-1, HEALTH-2)?"""

from django.db import Error, connection
from django.http import JsonResponse
from django.views import View


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
