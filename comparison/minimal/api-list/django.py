from django.contrib.auth.models import User
from django.urls import path
from rest_framework.generics import ListAPIView
from rest_framework.serializers import ModelSerializer


# example/api.py
class UserSerializer(ModelSerializer):
    class Meta:
        model = User
        fields = ["username", "email"]


class UserList(ListAPIView):
    queryset = User.objects.order_by("username")
    serializer_class = UserSerializer


# example/urls.py
urlpatterns = [path("api/users/", UserList.as_view())]
