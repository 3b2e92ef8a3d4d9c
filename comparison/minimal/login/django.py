from django.contrib.auth.views import LoginView
from django.shortcuts import render
from django.urls import path

# settings.py
LOGIN_REDIRECT_URL = "/"


# example/views.py
def home(request):
    return render(request, "home.html")


# example/urls.py
urlpatterns = [path("", home), path("login/", LoginView.as_view(template_name="form.html"))]

# example/templates/home.html
#   <h1>Hello {{ user.username }}</h1>
