"""The URLs of the accounts: Django's views with the templates of this project."""

from django.contrib.auth import views as auth
from django.urls import path, reverse_lazy

from profiles import views
from profiles.forms import LoginForm

app_name = "accounts"

login = auth.LoginView.as_view(
    template_name="accounts/login.html",
    authentication_form=LoginForm,
    redirect_authenticated_user=True,
)
password_change = auth.PasswordChangeView.as_view(
    template_name="accounts/password_change.html", success_url=reverse_lazy("profiles:me")
)
password_reset = auth.PasswordResetView.as_view(
    template_name="accounts/password_reset.html",
    email_template_name="accounts/password_reset_mail.txt",
    subject_template_name="accounts/password_reset_subject.txt",
    success_url=reverse_lazy("accounts:password_reset_done"),
)
reset_done = auth.PasswordResetDoneView.as_view(template_name="accounts/password_reset_done.html")
reset = auth.PasswordResetConfirmView.as_view(
    template_name="accounts/reset.html", success_url=reverse_lazy("accounts:login")
)

urlpatterns = [
    path("signup/", views.SignUp.as_view(), name="signup"),
    path("login/", login, name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("edit/", views.Edit.as_view(), name="edit"),
    path("password_change/", password_change, name="password_change"),
    path("password_reset/", password_reset, name="password_reset"),
    path("password_reset/done/", reset_done, name="password_reset_done"),
    path("reset/<uidb64>/<token>/", reset, name="reset"),
]
