"""API views of tokens (API-7)."""

from django.contrib.auth import authenticate
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import AuthenticationFailed, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.authentication import lock_user
from api.authentication import IsAuthenticatedOrPost, PasswordAuthentication
from api.http import APIMixin, validated
from api.openapi import problems
from api.serializers import TokenCreatedSerializer, TokenCreateSerializer, TokenSerializer
from core.logs import log_security_event
from tokens.forms import TokenFormBase
from tokens.models import Token


class TokensView(APIMixin, GenericAPIView):
    authentication_classes = [PasswordAuthentication]
    permission_classes = [IsAuthenticatedOrPost]

    @extend_schema(responses={200: TokenSerializer(many=True)} | problems(401, 429))
    def get(self, request: Request) -> Response:
        """List the active tokens."""
        return Response(TokenSerializer(request.user.tokens.active(), many=True).data)

    @extend_schema(
        request=TokenCreateSerializer,
        responses={201: TokenCreatedSerializer} | problems(401, 411, 413, 415, 429),
    )
    def post(self, request: Request) -> Response:
        """Create a token; the response contains its secret."""
        data = validated(TokenCreateSerializer, request)
        form = TokenFormBase(data)
        if not form.is_valid():
            raise ValidationError(dict(form.errors))
        user = authenticate(request, username=data["username"], password=data["password"])
        if user is None or not lock_user(user):
            raise AuthenticationFailed
        token, secret = Token.objects.issue(
            user, **form.cleaned_data, expires_at=data["expires_at"]
        )
        token.token = secret
        log_security_event("token_created", user.pk)
        return Response(TokenCreatedSerializer(token).data, 201)


class TokenView(APIMixin, GenericAPIView):
    authentication_classes = [PasswordAuthentication]
    permission_classes = [IsAuthenticatedOrPost]

    @extend_schema(responses={204: None} | problems(401, 404, 429))
    def delete(self, request: Request, pk: int) -> Response:
        """Revoke a token."""
        get_object_or_404(request.user.tokens.active(), pk=pk).delete()
        log_security_event("token_revoked", request.user.pk)
        return Response(status=204)
