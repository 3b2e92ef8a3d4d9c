from django import template
from django.shortcuts import render
from django.urls import path

# example/templatetags/names.py
register = template.Library()


@register.filter
def initials(name):
    return "".join(word[0] for word in name.split())


# example/views.py
def home(request):
    return render(request, "home.html", {"name": "Ada Lovelace"})


# example/urls.py
urlpatterns = [path("", home)]

# example/templates/home.html
#   {% load names %}
#   <p>{{ name|initials }}</p>
