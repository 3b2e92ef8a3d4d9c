from django.contrib.auth.views import PasswordChangeView
from django.urls import path


# example/views.py
class MyPasswordChangeView(PasswordChangeView):
    template_name = "form.html"
    success_url = "/"


# example/urls.py
urlpatterns = [path("password/", MyPasswordChangeView.as_view())]
