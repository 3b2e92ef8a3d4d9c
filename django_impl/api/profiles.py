"""People, for programs (API-1 to API-6)."""

from django.db import IntegrityError, transaction
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.response import Response

from accounts.forms import SignUpForm
from accounts.models import USERNAME_TAKEN, User
from api.http import APIMixin, validated
from api.openapi import problems
from api.pagination import DirectoryPagination
from api.serializers import (
    EditSerializer,
    OwnProfileSerializer,
    ProfileSerializer,
    SignUpSerializer,
)
from core.logs import log_event
from profiles.directory import DirectoryFilter
from profiles.forms import ProfileForm
from tokens.models import Scope


class ProfilesView(APIMixin, ListAPIView):
    filter_backends = [DjangoFilterBackend]
    filterset_class = DirectoryFilter
    pagination_class = DirectoryPagination
    serializer_class = ProfileSerializer
    scopes = {"GET": Scope.DIRECTORY_READ}
    anonymous = True

    def get_queryset(self):
        return User.objects.visible_to(self.request.user).order_by("username")

    @extend_schema(responses={200: ProfileSerializer} | problems(401, 403, 404))
    def get(self, request):
        """List the people whom one may see, and who are looked for."""
        return self.list(request)

    @extend_schema(
        request=SignUpSerializer,
        responses={201: ProfileSerializer} | problems(401, 411, 413, 415),
    )
    def post(self, request):
        """Sign up."""
        data = validated(SignUpSerializer, request)
        password = data.pop("password")
        form = SignUpForm(data | {"password1": password, "password2": password})
        if not form.is_valid():
            messages = dict(form.errors)
            for name in {"password1", "password2"} & messages.keys():
                messages["password"] = messages.pop(name)
            raise ValidationError(messages)
        try:
            with transaction.atomic():
                person = form.save()
        except IntegrityError:  # someone else took the name since the form looked
            raise ValidationError({"username": [USERNAME_TAKEN]}) from None
        log_event("signed_up", person.pk)
        location = request.build_absolute_uri(reverse("api:profile", args=[person.pk]))
        return Response(self.get_serializer(person).data, 201, headers={"Location": location})


class ProfileView(APIMixin, GenericAPIView):
    serializer_class = ProfileSerializer
    scopes = {"GET": Scope.DIRECTORY_READ}
    anonymous = True

    @extend_schema(responses={200: ProfileSerializer} | problems(401, 403, 404))
    def get(self, request, person):
        """Show a person, found by primary key or by username."""
        who = {"pk": person} if isinstance(person, int) else {"username": person}
        person = get_object_or_404(User.objects.visible_to(request.user), **who)
        return Response(self.get_serializer(person).data)


class OwnProfileView(APIMixin, GenericAPIView):
    serializer_class = OwnProfileSerializer
    scopes = {
        "GET": Scope.PROFILE_READ,
        "PATCH": Scope.PROFILE_WRITE,
        "DELETE": Scope.PROFILE_WRITE,
    }

    @extend_schema(responses={200: OwnProfileSerializer} | problems(401, 403))
    def get(self, request):
        """Show oneself."""
        return Response(self.get_serializer(request.user).data)

    @extend_schema(
        request=EditSerializer,
        responses={200: OwnProfileSerializer} | problems(401, 403, 411, 413, 415, 429),
    )
    def patch(self, request):
        """Change what one says about oneself. A new e-mail address needs the password."""
        stored = model_to_dict(request.user, ProfileForm.Meta.fields)
        data = stored | validated(EditSerializer, request)
        form = ProfileForm(data, instance=request.user, request=request)
        if not form.is_valid():
            raise ValidationError(dict(form.errors))
        return Response(self.get_serializer(form.save()).data)

    @extend_schema(responses={204: None} | problems(401, 403))
    def delete(self, request):
        """Delete oneself, and everything of one's own."""
        log_event("deleted", request.user.pk)
        request.user.delete()
        return Response(status=204)
