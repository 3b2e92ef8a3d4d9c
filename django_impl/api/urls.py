from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from api import views

app_name = "api"
urlpatterns = [
    path("profiles/", views.ProfilesView.as_view(), name="profiles"),
    path("profiles/<person:person>/", views.ProfileView.as_view(), name="profile"),
    path("profile/", views.OwnProfileView.as_view(), name="own"),
    path("tokens/", views.TokensView.as_view(), name="tokens"),
    path("tokens/<pk:pk>/", views.TokenView.as_view(), name="token"),
    path("openapi.json", csrf_exempt(views.OpenAPIView.as_view()), name="openapi"),
    path("docs/", views.DocsView.as_view(), name="docs"),
]
