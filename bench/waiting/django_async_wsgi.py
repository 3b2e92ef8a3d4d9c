"""Django: `async def` views, as a WSGI application, which runs each in an event loop of its own."""

import asyncio
import os

import aiohttp
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__)


def create_session():
    """Return a session for one request: it can't be used in the event loop of another."""
    return aiohttp.ClientSession(os.environ["SERVICE_URL"])


async def fetch(session):
    async with session.get("/") as response:
        return await response.text()


async def once(request):
    """Wait for the service."""
    async with create_session() as session:
        return HttpResponse(await fetch(session), content_type="text/plain")


async def five_times(request):
    """Wait for five responses of the service at the same time."""
    async with create_session() as session:
        texts = await asyncio.gather(*[fetch(session) for _ in range(5)])
    return HttpResponse(" ".join(texts), content_type="text/plain")


urlpatterns = [path("once/", once), path("five-times/", five_times)]
application = get_wsgi_application()
