"""The URL of the profile page."""

from django.urls import path
from tutorial import views

urlpatterns = [path("profile/<int:pk>/", views.profile, name="profile")]
