from django.contrib.auth.views import LoginView
from django.urls import path

# settings.py
LOGIN_REDIRECT_URL = "/"  # without `next`, or if it leads to another host


# example/views.py
class MyLoginView(LoginView):
    template_name = "form.html"


# example/urls.py
urlpatterns = [path("login/", MyLoginView.as_view())]
