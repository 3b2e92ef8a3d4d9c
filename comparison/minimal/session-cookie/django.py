from django.http import HttpResponse
from django.urls import path

# settings.py
SESSION_COOKIE_AGE = 3600  # seconds
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = "Lax"  # the default


# example/views.py
def home(request):
    request.session["language"] = "en"
    return HttpResponse("Home")


# example/urls.py
urlpatterns = [path("", home)]
