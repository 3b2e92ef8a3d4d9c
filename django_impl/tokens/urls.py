from django.urls import path

from tokens import views

app_name = "tokens"
urlpatterns = [
    path("tokens/", views.TokensView.as_view(), name="tokens"),
    path("tokens/revoke/", views.revoke, name="revoke"),
]
