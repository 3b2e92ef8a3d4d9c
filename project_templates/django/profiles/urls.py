from django.urls import path

from profiles import views

app_name = "profiles"
urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("profile/", views.MyProfileView.as_view(), name="me"),
    path("profile/<pk:pk>/", views.ProfileByPkView.as_view(), name="by_pk"),
    path("profile/<username:username>/", views.ProfileByUsernameView.as_view(), name="by_username"),
    path(
        "profile/<mixed_case_username:username>/",
        views.CanonicalUsernameRedirect.as_view(),
        name="canonical_username",
    ),
]
