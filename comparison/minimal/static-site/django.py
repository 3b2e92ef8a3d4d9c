# example/app.py; `python -c "import app; app.freeze()"` writes the pages
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import path

if not settings.configured:
    settings.configure(DEBUG=True, ROOT_URLCONF=__name__)
PAGES = {"index.html": "Home", "about.html": "About"}


def page(request, name):
    return HttpResponse(f"<h1>{PAGES[name]}</h1>")


urlpatterns = [path(name, page, {"name": name}) for name in PAGES]


def freeze():
    for name in PAGES:
        Path(name).write_bytes(Client().get(f"/{name}", SERVER_NAME="localhost").content)
