import os

from django.conf import settings
from django.http import HttpResponse
from django.urls import path

# settings.py
SECRET_KEY = os.environ["SECRET_KEY"]
PAGE_SIZE = int(os.environ.get("PAGE_SIZE", "20"))


# example/views.py
def page_size(request):
    return HttpResponse(f"{settings.PAGE_SIZE} users on a page")


# example/urls.py
urlpatterns = [path("", page_size)]
