from django.urls import path

from passwords import views

app_name = "passwords"
urlpatterns = [
    path("password_change/", views.ChangeView.as_view(), name="change"),
    path("password_reset/", views.ResetView.as_view(), name="reset"),
    path("password_reset/done/", views.ResetDoneView.as_view(), name="reset_done"),
    path("reset/<uidb64>/<token>/", views.ResetConfirmView.as_view(), name="reset_confirm"),
]
