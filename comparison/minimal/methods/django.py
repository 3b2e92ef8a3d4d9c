from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods


# example/views.py
@require_http_methods(["GET", "POST"])
def vote(request):
    if request.method == "POST":
        return HttpResponse("Saved")
    return HttpResponse("Form")


# example/urls.py
urlpatterns = [path("vote/", vote)]
