from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import path


# example/views.py
def statistics(request):
    number = cache.get_or_set("user_count", User.objects.count, timeout=60)
    return HttpResponse(f"{number} users")


# example/urls.py
urlpatterns = [path("stats/", statistics)]
