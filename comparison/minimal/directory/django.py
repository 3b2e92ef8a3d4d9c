from django.contrib.auth.models import User
from django.urls import path
from django.views.generic import ListView


# example/views.py
class DirectoryView(ListView):
    queryset = User.objects.filter(is_active=True).order_by("-username")
    template_name = "directory.html"
    context_object_name = "profiles"


# example/urls.py
urlpatterns = [path("profiles/", DirectoryView.as_view())]

# example/templates/directory.html
#   {% for profile in profiles %}<li>{{ profile.username }}{% endfor %}
