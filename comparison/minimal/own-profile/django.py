from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import path

# settings.py
LOGIN_URL = "/accounts/login/"


# example/views.py
@login_required
def profile(request):
    return render(request, "profile.html")


# example/urls.py
urlpatterns = [path("profile/", profile)]

# example/templates/profile.html
#   <h1>{{ user.username }}</h1>
