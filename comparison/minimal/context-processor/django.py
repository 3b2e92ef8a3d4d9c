from django.shortcuts import render
from django.urls import path

# settings.py, shortened: startproject lists more context processors
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["example.context_processors.site"]},
    }
]


# example/context_processors.py
def site(request):
    return {"site_name": "Example"}


# example/views.py
def home(request):
    return render(request, "home.html")


# example/urls.py
urlpatterns = [path("", home)]

# example/templates/home.html
#   <h1>{{ site_name }}</h1>
