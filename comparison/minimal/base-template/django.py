from django.shortcuts import render
from django.urls import path


# example/views.py
def home(request):
    return render(request, "home.html", {"name": "Ada"})


# example/urls.py
urlpatterns = [path("", home, name="home")]

# example/templates/base.html
#   <a href="{% url 'home' %}">Home</a>
#   <main>{% block content %}{% endblock %}</main>

# example/templates/home.html
#   {% extends "base.html" %}
#   {% block content %}Hello {{ name }}{% endblock %}
