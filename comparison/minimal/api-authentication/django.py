from django.urls import path
from rest_framework.authentication import TokenAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

# settings.py: INSTALLED_APPS lists "rest_framework.authtoken", whose model stores the tokens


# example/api.py
class MyProfile(APIView):
    authentication_classes = [TokenAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        return Response({"username": request.user.username})


# example/urls.py
urlpatterns = [path("api/me/", MyProfile.as_view())]
