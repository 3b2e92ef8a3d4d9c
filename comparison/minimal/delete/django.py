from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import path


# example/views.py
@login_required
def delete(request):
    if request.method == "POST":
        request.user.delete()
        logout(request)
        return redirect("/")
    return render(request, "delete.html")


# example/urls.py
urlpatterns = [path("delete/", delete)]

# example/templates/delete.html
#   <form method="post">{% csrf_token %}<button>Delete my account</button></form>
