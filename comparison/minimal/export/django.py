from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.urls import path


# example/views.py
@login_required
def export(request):
    data = {"username": request.user.username, "email": request.user.email}
    return JsonResponse(data, headers={"Content-Disposition": "attachment; filename=data.json"})


# example/urls.py
urlpatterns = [path("export/", export)]
