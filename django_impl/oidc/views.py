"""Log in and sign up with an OpenID Connect provider; link and unlink identities."""

from authlib.integrations.base_client import MismatchingStateError
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from accounts import views
from accounts.authentication import lock_user
from accounts.forms import LoginForm
from accounts.redirects import is_local_path
from accounts.sessions import lock_current_user, lock_session, record_login
from core.logs import log_security_event
from oidc.emails import send_identity_linked
from oidc.flow import LINKED_ALREADY, fail, start
from oidc.forms import LinkForm, SignUpForm
from oidc.models import get_owner
from oidc.pending import load_identity, store_identity
from oidc.provider import ERRORS, get_provider
from web.methods import FormMethodsMixin


@require_POST
def login(request: HttpRequest) -> HttpResponse:
    """Begin a login with the provider (OIDC-2)."""
    if request.user.is_authenticated:
        return redirect("profiles:me")
    next_url = request.POST.get("next", "")
    return start(request, user=None, next=next_url if is_local_path(next_url) else "")


@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Log in, link the identity, or go on to sign-up (OIDC-3, OIDC-4, OIDC-6)."""
    provider = get_provider()
    try:
        state = provider.get_state(request)
        if state["user"] != request.user.pk:
            raise MismatchingStateError()
        identity = provider.fetch_identity(request)
    except ERRORS as error:
        return fail(request, error)
    if request.user.is_authenticated:
        return link(request, identity["subject"])
    if user := get_owner(identity["subject"]):
        return log_in_owner(request, user, state["next"])
    store_identity(request.session, identity)
    return redirect("oidc:signup")


@transaction.atomic
def log_in_owner(request, user, next_url):
    """Log in the user to whom the identity is linked, unless inactive (OIDC-3)."""
    if not lock_user(user):
        log_security_event("login_failed", user.pk)
        messages.error(request, LoginForm.error_messages["invalid_login"])
        return redirect("accounts:login")
    auth.login(request, user, settings.AUTHENTICATION_BACKENDS[0])
    record_login(request)
    return redirect(next_url or "profiles:me")


def link(request, subject):
    """Link an identity to the current user, and send an email (OIDC-6)."""
    try:
        with transaction.atomic():
            lock_session(request)
            if request.user.is_anonymous:  # the session ended while the provider responded
                request.session.flush()
                return fail(request, MismatchingStateError())
            request.user.identities.create(issuer=settings.OIDC_ISSUER, subject=subject)
            send_identity_linked.enqueue(request.user, base_url=request.build_absolute_uri("/"))
    except IntegrityError:
        messages.error(request, LINKED_ALREADY)
        return redirect("oidc:identities")
    log_security_event("oidc_linked", request.user.pk)
    return redirect("oidc:identities")


class SignUpView(views.SignUpView):
    """Create a user with the identity of a pending login, and log in (OIDC-4)."""

    form_class = SignUpForm
    template_name = "oidc/signup.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        self.identity = load_identity(request.session)
        if self.identity is None and request.user.is_anonymous:
            return fail(request, MismatchingStateError())
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return self.identity

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.object:
            log_security_event("oidc_linked", self.object.pk)
        return response

    def form_invalid(self, form):
        if load_identity(self.request.session) is None:  # a concurrent request linked it
            return fail(self.request, MismatchingStateError())
        return super().form_invalid(form)


class IdentitiesView(FormMethodsMixin, LoginRequiredMixin, FormView):
    """List the identities of the user; link one, with the current password (OIDC-5, OIDC-6)."""

    form_class = LinkForm
    template_name = "oidc/identities.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs):
        identities = self.request.user.identities.order_by("id")
        return super().get_context_data(identities=identities, **kwargs)

    def form_valid(self, form):
        return start(self.request, user=self.request.user.pk, next="")


@require_POST
@lock_current_user
@login_required
def unlink(request: HttpRequest) -> HttpResponse:
    """Delete an identity of the user (OIDC-5)."""
    for identity in request.user.identities.all():
        if str(identity.pk) == request.POST.get("identity"):
            identity.delete()
            log_security_event("oidc_unlinked", request.user.pk)
    return redirect("oidc:identities")
