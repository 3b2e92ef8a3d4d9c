from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404, render
from django.urls import path


# example/views.py
def profile(request, pk):
    user = get_object_or_404(User, pk=pk, is_active=True)
    return render(request, "profile.html", {"profile": user})


# example/urls.py
urlpatterns = [path("profile/<int:pk>/", profile)]

# example/templates/profile.html
#   <h1>{{ profile.username }}</h1>
