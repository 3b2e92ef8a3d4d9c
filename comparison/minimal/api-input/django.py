from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView


# example/api.py
class InvitationSerializer(serializers.Serializer):
    email = serializers.EmailField()
    seats = serializers.IntegerField(min_value=1)


class Invitations(APIView):
    def post(self, request):
        serializer = InvitationSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(serializer.validated_data, status=201)


# example/urls.py
urlpatterns = [path("api/invitations/", Invitations.as_view())]
