from django.http import HttpResponse
from django.urls import path

# settings.py
APPEND_SLASH = True  # the default; CommonMiddleware reads it


# example/views.py
def about(request):
    return HttpResponse("About")


# example/urls.py
urlpatterns = [path("about/", about)]
