from django.contrib.auth.models import User
from django.urls import path
from django.views.generic import DetailView


# example/views.py
class ProfileView(DetailView):
    model = User
    slug_field = "username"
    slug_url_kwarg = "username"
    template_name = "profile.html"
    context_object_name = "profile"


# example/urls.py
urlpatterns = [path("profile/<slug:username>/", ProfileView.as_view())]

# example/templates/profile.html
#   <h1>{{ profile.username }}</h1>
