from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path


# example/views.py
def home(request):
    return HttpResponse("Home")


def about(request):
    return HttpResponse("About")


def about_us(request):
    return redirect("about")


# example/urls.py
urlpatterns = [
    path("", home, name="home"),
    path("about/", about, name="about"),
    path("about-us/", about_us, name="about_us"),
]
