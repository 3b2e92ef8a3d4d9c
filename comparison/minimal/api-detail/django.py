from django.contrib.auth.models import User
from django.urls import path
from rest_framework.generics import RetrieveAPIView
from rest_framework.serializers import ModelSerializer


# example/api.py
class UserSerializer(ModelSerializer):
    class Meta:
        model = User
        fields = ["username", "email"]


class UserDetail(RetrieveAPIView):
    queryset = User.objects.all()
    serializer_class = UserSerializer
    lookup_field = "username"


# example/urls.py
urlpatterns = [path("api/users/<slug:username>/", UserDetail.as_view())]
