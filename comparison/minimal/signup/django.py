from django.urls import path
from django.views.generic import CreateView
from example.forms import SignUpForm  # the topic “Sign-up form”


# example/views.py
class SignUpView(CreateView):
    form_class = SignUpForm
    template_name = "form.html"
    success_url = "/"


# example/urls.py
urlpatterns = [path("signup/", SignUpView.as_view())]
