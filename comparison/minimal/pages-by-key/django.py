from django.contrib.auth.models import User
from django.shortcuts import render
from django.urls import path


# example/views.py
def directory(request, pk):
    users = User.objects.filter(pk__gt=pk).order_by("pk")[:2]
    return render(request, "directory.html", {"profiles": users})


# example/urls.py
urlpatterns = [path("profiles/after/<int:pk>/", directory)]

# example/templates/directory.html
#   {% for profile in profiles %}<li>{{ profile.username }}{% endfor %}
