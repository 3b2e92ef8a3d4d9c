from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import condition


# example/views.py
def get_etag(request):
    return f'"{User.objects.count()}"'


@condition(etag_func=get_etag)
def statistics(request):
    return HttpResponse(f"{User.objects.count()} users")


# example/urls.py
urlpatterns = [path("stats/", statistics)]
