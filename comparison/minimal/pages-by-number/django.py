from django.contrib.auth.models import User
from django.urls import path
from django.views.generic import ListView


# example/views.py
class DirectoryView(ListView):
    queryset = User.objects.order_by("username")
    paginate_by = 2
    template_name = "directory.html"


# example/urls.py
urlpatterns = [path("profiles/", DirectoryView.as_view())]

# example/templates/directory.html
#   {% for profile in page_obj %}<li>{{ profile.username }}{% endfor %}
#   {% if page_obj.has_next %}<a href="?page={{ page_obj.next_page_number }}">Next</a>{% endif %}
