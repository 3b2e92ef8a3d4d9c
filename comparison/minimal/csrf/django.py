from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

# settings.py, shortened: startproject lists more middleware
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]


# example/views.py
def edit(request):
    if request.method == "POST":
        return HttpResponse("Saved")
    return render(request, "edit.html")


# example/urls.py
urlpatterns = [path("edit/", edit)]

# example/templates/edit.html
#   <form method="post">{% csrf_token %}<button>Save</button></form>
