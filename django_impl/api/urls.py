from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from api import profiles, tokens, views

app_name = "api"
urlpatterns = [
    path("profiles/", profiles.ProfilesView.as_view(), name="profiles"),
    path("profiles/<pk_or_username:identifier>/", profiles.ProfileView.as_view(), name="profile"),
    path("profile/", profiles.MyProfileView.as_view(), name="me"),
    path("tokens/", tokens.TokensView.as_view(), name="tokens"),
    path("tokens/<pk:pk>/", tokens.TokenView.as_view(), name="token"),
    path("openapi.json", csrf_exempt(views.OpenAPIView.as_view()), name="openapi"),
    path("docs/", views.DocsView.as_view(), name="docs"),
]
