# example/app.py, run with `python app.py runserver`
import os

import requests
from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.cache import cache_page

if not settings.configured:
    settings.configure(DEBUG=True, ROOT_URLCONF=__name__)


@cache_page(60)
def rate(request, currency):
    response = requests.get(os.environ["API_URL"], {"currency": currency}, timeout=5)
    return JsonResponse(response.json(), status=response.status_code)


urlpatterns = [path("rates/<currency>/", rate)]

if __name__ == "__main__":
    execute_from_command_line()
