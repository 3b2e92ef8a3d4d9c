from django.http import HttpResponse
from django.urls import path


# example/views.py
def count_visits(request):
    visits = request.session.get("visits", 0) + 1
    request.session["visits"] = visits
    return HttpResponse(f"Visit {visits}")


# example/urls.py
urlpatterns = [path("", count_visits)]
