from django.contrib.auth.models import User
from django.shortcuts import render
from django.urls import path

# example/views.py
ORDERINGS = {"username": "username", "-username": "-username", "email": "email"}


def directory(request):
    text = request.GET.get("q", "")
    ordering = ORDERINGS.get(request.GET.get("sort"), "username")
    users = User.objects.filter(username__icontains=text).order_by(ordering)
    return render(request, "directory.html", {"profiles": users})


# example/urls.py
urlpatterns = [path("profiles/", directory)]

# example/templates/directory.html
#   {% for profile in profiles %}<li>{{ profile.username }}{% endfor %}
