from django.db import models
from django.urls import path
from guardian.shortcuts import assign_perm, get_objects_for_user
from rest_framework.generics import ListAPIView, RetrieveDestroyAPIView
from rest_framework.permissions import DjangoObjectPermissions, IsAuthenticated
from rest_framework.serializers import ModelSerializer

# settings.py: INSTALLED_APPS lists "guardian", whose table stores the permissions
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]


# example/api.py
class Note(models.Model):
    text = models.CharField(max_length=100)

    def __str__(self):
        return self.text


class NoteSerializer(ModelSerializer):
    class Meta:
        model = Note
        fields = ["id", "text"]


class ObjectPermissions(DjangoObjectPermissions):
    perms_map = {"GET": ["example.view_note"], "DELETE": ["example.delete_note"]}

    def has_permission(self, request, view):
        return request.user.is_authenticated


class NotesView(ListAPIView):
    serializer_class = NoteSerializer
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        return get_objects_for_user(self.request.user, "example.view_note")


class NoteView(RetrieveDestroyAPIView):
    queryset = Note.objects.all()
    serializer_class = NoteSerializer
    permission_classes = [ObjectPermissions]


def grant(user, action, pk):
    assign_perm(f"example.{action}_note", user, Note.objects.get(pk=pk))


# example/urls.py
urlpatterns = [
    path("api/notes/", NotesView.as_view()),
    path("api/notes/<int:pk>/", NoteView.as_view()),
]
