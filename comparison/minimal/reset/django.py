from django.contrib.auth.views import PasswordResetConfirmView, PasswordResetView
from django.urls import path


# example/views.py
class ResetView(PasswordResetView):
    template_name = "form.html"
    email_template_name = "reset_mail.txt"
    success_url = "/"


# example/urls.py
confirm = PasswordResetConfirmView.as_view(template_name="form.html", success_url="/")
urlpatterns = [
    path("reset/", ResetView.as_view()),
    path("reset/<uidb64>/<token>/", confirm, name="password_reset_confirm"),
]

# example/templates/reset_mail.txt
#   {{ protocol }}://{{ domain }}{% url 'password_reset_confirm' uid token %}
