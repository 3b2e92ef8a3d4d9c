from django.urls import path

from grants import views

app_name = "grants"
urlpatterns = [
    path("grants/", views.GrantsView.as_view(), name="grants"),
    path("grants/revoke/", views.revoke, name="revoke"),
]
