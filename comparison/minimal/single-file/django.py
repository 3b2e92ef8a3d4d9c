# example/app.py, run with `python app.py runserver`
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import JsonResponse
from django.urls import path

if not settings.configured:
    settings.configure(DEBUG=True, ROOT_URLCONF=__name__)


def celsius(request, degrees):
    return JsonResponse({"fahrenheit": degrees * 9 / 5 + 32})


urlpatterns = [path("celsius/<int:degrees>/", celsius)]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
