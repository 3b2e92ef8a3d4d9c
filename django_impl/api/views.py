"""People and tokens, for programs (API-1 to API-7)."""

from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.forms import model_to_dict
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import AuthenticationFailed, ValidationError
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.response import Response

from accounts.authentication import lock_person
from accounts.forms import SignUpForm
from accounts.models import USERNAME_TAKEN, User
from api.authentication import IsSomebody, PasswordAuthentication
from api.docs import operations
from api.http import APIMixin
from api.openapi import document, problems
from api.pagination import DirectoryPagination
from api.serializers import (
    EditSerializer,
    MadeTokenSerializer,
    NewTokenSerializer,
    OwnProfileSerializer,
    ProfileSerializer,
    SignUpSerializer,
    TokenSerializer,
)
from config.logs import log_event
from profiles.directory import DirectoryFilter
from profiles.forms import ProfileForm
from tokens.forms import TokenForm
from tokens.models import Scope, make_token, tokens_of


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
        responses={200: OwnProfileSerializer} | problems(401, 403, 411, 413, 415),
    )
    def patch(self, request):
        """Change what one says about oneself. A new e-mail address needs the password."""
        stored = model_to_dict(request.user, ProfileForm.Meta.fields)
        form = ProfileForm(stored | validated(EditSerializer, request), instance=request.user)
        if not form.is_valid():
            raise ValidationError(dict(form.errors))
        return Response(self.get_serializer(form.save()).data)

    @extend_schema(responses={204: None} | problems(401, 403))
    def delete(self, request):
        """Delete oneself, and everything of one's own."""
        log_event("deleted", request.user.pk)
        request.user.delete()
        return Response(status=204)


class TokensView(APIMixin, GenericAPIView):
    authentication_classes = [PasswordAuthentication]
    permission_classes = [IsSomebody]

    @extend_schema(responses={200: TokenSerializer(many=True)} | problems(401, 429))
    def get(self, request):
        """List one's live tokens."""
        return Response(TokenSerializer(tokens_of(request.user), many=True).data)

    @extend_schema(
        request=NewTokenSerializer,
        responses={201: MadeTokenSerializer} | problems(401, 411, 413, 415, 429),
    )
    def post(self, request):
        """Make a token, whose secret is told this once."""
        data = validated(NewTokenSerializer, request)
        form = TokenForm(data)
        if not form.is_valid():
            raise ValidationError(dict(form.errors))
        person = authenticate(request, username=data["username"], password=data["password"])
        if person is None or not lock_person(person):
            raise AuthenticationFailed
        token, token.token = make_token(person, **form.cleaned_data, expires_at=data["expires_at"])
        log_event("token_made", person.pk)
        return Response(MadeTokenSerializer(token).data, 201)


class TokenView(APIMixin, GenericAPIView):
    authentication_classes = [PasswordAuthentication]
    permission_classes = [IsSomebody]

    @extend_schema(responses={204: None} | problems(401, 404, 429))
    def delete(self, request, pk):
        """Revoke a token."""
        get_object_or_404(tokens_of(request.user), pk=pk).delete()
        log_event("token_revoked", request.user.pk)
        return Response(status=204)


def validated(serializer_class, request):
    """Return what a program sent; raise ValidationError where it has another shape."""
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


class OpenAPIView(View):
    """Describe all this to programs (API-11)."""

    def get(self, request):
        return JsonResponse(document())


class DocsView(TemplateView):
    """Describe all this to people (API-11)."""

    template_name = "api/docs.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(operations=operations(document()), **kwargs)
