from django.core.mail import send_mail
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

# settings.py
EMAIL_HOST = "mail.example.com"
DEFAULT_FROM_EMAIL = "noreply@example.com"


# example/views.py
@require_POST
def invite(request):
    send_mail("Invitation", "Please join us.", None, ["mary@example.com"])
    return HttpResponse("Sent")


# example/urls.py
urlpatterns = [path("invite/", invite)]
