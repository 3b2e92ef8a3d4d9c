from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("signup/", views.SignUpView.as_view(), name="signup"),
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("sessions/", views.SessionsView.as_view(), name="sessions"),
    path("sessions/end/", views.end_session, name="end_session"),
    path("sessions/end_others/", views.end_other_sessions, name="end_other_sessions"),
    path("delete/", views.DeleteView.as_view(), name="delete"),
]
