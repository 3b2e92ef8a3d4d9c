"""API views of users (API-1 to API-6)."""

from django.db import IntegrityError, transaction
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.forms import SignUpForm
from accounts.models import USERNAME_TAKEN, User
from api.http import APIMixin, validated
from api.openapi import problems
from api.pagination import DirectoryPagination
from api.serializers import (
    MyProfileSerializer,
    ProfileSerializer,
    ProfileUpdateSerializer,
    SignUpSerializer,
)
from core.logs import log_security_event
from profiles.forms import ProfileForm
from profiles.search import DirectoryFilter
from tokens.models import Scope


class ProfilesView(APIMixin, ListAPIView):
    filter_backends = [DjangoFilterBackend]
    filterset_class = DirectoryFilter
    pagination_class = DirectoryPagination
    serializer_class = ProfileSerializer
    scopes = {"GET": Scope.DIRECTORY_READ}
    anonymous = True

    def get_queryset(self):
        return User.objects.visible_to(self.request.user, self.request.auth).order_by("username")

    @extend_schema(responses={200: ProfileSerializer} | problems(401, 403, 404))
    def get(self, request: Request) -> Response:
        """List and search users."""
        return self.list(request)

    @extend_schema(
        request=SignUpSerializer, responses={201: ProfileSerializer} | problems(401, 411, 413, 415)
    )
    def post(self, request: Request) -> Response:
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
                user = form.save()
        except IntegrityError:  # a concurrent request took the username after the validation
            raise ValidationError({"username": [USERNAME_TAKEN]}) from None
        log_security_event("signed_up", user.pk)
        location = request.build_absolute_uri(reverse("api:profile", args=[user.pk]))
        return Response(self.get_serializer(user).data, 201, headers={"Location": location})


class ProfileView(APIMixin, GenericAPIView):
    serializer_class = ProfileSerializer
    scopes = {"GET": Scope.DIRECTORY_READ}
    anonymous = True

    @extend_schema(responses={200: ProfileSerializer} | problems(401, 403, 404))
    def get(self, request: Request, identifier: int | str) -> Response:
        """Show a user, by primary key or username."""
        lookup = {"pk" if isinstance(identifier, int) else "username": identifier}
        users = User.objects.visible_to(request.user, request.auth)
        user = get_object_or_404(users, **lookup)
        return Response(self.get_serializer(user).data)


class MyProfileView(APIMixin, GenericAPIView):
    serializer_class = MyProfileSerializer
    scopes = {
        "GET": Scope.PROFILE_READ,
        "PATCH": Scope.PROFILE_WRITE,
        "DELETE": Scope.PROFILE_WRITE,
    }

    @extend_schema(responses={200: MyProfileSerializer} | problems(401, 403))
    def get(self, request: Request) -> Response:
        """Show the authenticated user."""
        return Response(self.get_serializer(request.user).data)

    @extend_schema(
        request=ProfileUpdateSerializer,
        responses={200: MyProfileSerializer} | problems(401, 403, 411, 413, 415, 429),
    )
    def patch(self, request: Request) -> Response:
        """Update the profile. A new email address needs the password."""
        stored = model_to_dict(request.user, ProfileForm.Meta.fields)
        data = stored | validated(ProfileUpdateSerializer, request)
        form = ProfileForm(data, instance=request.user, request=request)
        if not form.is_valid():
            raise ValidationError(dict(form.errors))
        return Response(self.get_serializer(form.save()).data)

    @extend_schema(responses={204: None} | problems(401, 403))
    def delete(self, request: Request) -> Response:
        """Delete the authenticated user."""
        log_security_event("deleted", request.user.pk)
        request.user.delete()
        return Response(status=204)
