from django.shortcuts import render
from django.urls import path

# settings.py
STATIC_URL = "static/"


# example/views.py
def home(request):
    return render(request, "home.html")


# example/urls.py
urlpatterns = [path("", home)]

# example/static/style.css
#   body { margin: 2em }

# example/templates/home.html
#   {% load static %}
#   <link rel="stylesheet" href="{% static 'style.css' %}">
