from django.http import Http404
from django.shortcuts import render
from django.urls import path


# example/views.py
def profile(request, username):
    raise Http404


def not_found(request, exception):
    return render(request, "not_found.html", status=404)


# example/urls.py
urlpatterns = [path("profile/<slug:username>/", profile)]
handler404 = not_found

# example/templates/not_found.html
#   <h1>There is no page at {{ request.path }}</h1>
