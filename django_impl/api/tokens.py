"""Tokens, for programs (API-7)."""

from django.contrib.auth import authenticate
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import AuthenticationFailed, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from accounts.authentication import lock_person
from api.authentication import IsSomebody, PasswordAuthentication
from api.http import APIMixin, validated
from api.openapi import problems
from api.serializers import MadeTokenSerializer, NewTokenSerializer, TokenSerializer
from core.logs import log_event
from tokens.forms import TokenForm
from tokens.models import make_token, tokens_of


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
