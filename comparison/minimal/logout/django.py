from django.contrib.auth.views import LogoutView
from django.shortcuts import render
from django.urls import path

# settings.py
LOGOUT_REDIRECT_URL = "/"


# example/views.py
def home(request):
    return render(request, "home.html")


# example/urls.py
urlpatterns = [path("", home), path("logout/", LogoutView.as_view())]

# example/templates/home.html
#   <h1>Hello {{ user.username }}</h1>
#   <form method="post" action="/logout/">{% csrf_token %}<button>Log out</button></form>
