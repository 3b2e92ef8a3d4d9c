import time

from django.http import HttpResponse
from django.urls import path

# settings.py, shortened: startproject lists more middleware
MIDDLEWARE = ["example.middleware.measure_time"]


# example/middleware.py
def measure_time(get_response):
    def middleware(request):
        start = time.perf_counter()
        response = get_response(request)
        response["Server-Timing"] = f"app;dur={(time.perf_counter() - start) * 1000:.1f}"
        return response

    return middleware


# example/views.py
def home(request):
    return HttpResponse("Home")


# example/urls.py
urlpatterns = [path("", home)]
