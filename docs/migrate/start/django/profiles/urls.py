"""The URLs of the public pages."""

from django.urls import path

from profiles import views

app_name = "profiles"
urlpatterns = [
    path("", views.home, name="home"),
    path("profiles/", views.Directory.as_view(), name="directory"),
    path("profile/", views.me, name="me"),
    path("profile/<int:pk>/", views.by_pk, name="by_pk"),
    path("profile/<str:username>/", views.by_username, name="by_username"),
]
