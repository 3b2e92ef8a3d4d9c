from django.urls import path
from django.views.generic import TemplateView


# example/views.py
class HomeView(TemplateView):
    template_name = "home.html"


# example/urls.py
urlpatterns = [path("", HomeView.as_view())]

# example/templates/home.html
#   <h1>Welcome</h1>
