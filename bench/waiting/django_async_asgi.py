"""Django: `async def` views, as an ASGI application."""

import asyncio
import os
from functools import cache

import aiohttp
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__)


@cache
def get_session():
    """Return the session of the process, which its event loop must be running to create."""
    connector = aiohttp.TCPConnector(limit=0)  # instead of 100 connections
    return aiohttp.ClientSession(os.environ["SERVICE_URL"], connector=connector)


async def fetch():
    async with get_session().get("/") as response:
        return await response.text()


async def once(request):
    """Wait for the service."""
    return HttpResponse(await fetch(), content_type="text/plain")


async def five_times(request):
    """Wait for five responses of the service at the same time."""
    texts = await asyncio.gather(*[fetch() for _ in range(5)])
    return HttpResponse(" ".join(texts), content_type="text/plain")


urlpatterns = [path("once/", once), path("five-times/", five_times)]
application = get_asgi_application()
