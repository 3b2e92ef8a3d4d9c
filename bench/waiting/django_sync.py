"""Django: `def` views, as a WSGI application."""

import os

import httpx
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__)
client = httpx.Client(base_url=os.environ["SERVICE_URL"])


def fetch():
    return client.get("/").text


def once(request):
    """Wait for the service."""
    return HttpResponse(fetch(), content_type="text/plain")


def five_times(request):
    """Wait for the service five times, one after the other."""
    texts = [fetch() for _ in range(5)]
    return HttpResponse(" ".join(texts), content_type="text/plain")


urlpatterns = [path("once/", once), path("five-times/", five_times)]
application = get_wsgi_application()
