"""Log in and sign up with an OpenID Connect provider; link and unlink identities."""

from authlib.integrations.base_client import MismatchingStateError
from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required
from sqlalchemy.exc import IntegrityError

from accounts.authentication import lock_user
from accounts.forms import LoginForm
from accounts.redirects import is_local_path
from accounts.sessions import lock_session, log_in
from accounts.views import anonymous_required, create_and_log_in
from core.database import use_transactions
from core.extensions import db
from core.logs import log_security_event
from oidc.emails import send_identity_linked
from oidc.flow import LINKED_ALREADY, fail, start
from oidc.forms import LinkForm, SignUpForm
from oidc.models import Identity, get_owner
from oidc.pending import load_identity, store_identity
from oidc.provider import ERRORS, get_provider

bp = Blueprint("oidc", __name__)


@bp.post("/oidc/login/")
@anonymous_required
def login() -> ResponseReturnValue:
    """Begin a login with the provider (OIDC-2)."""
    next_url = request.form.get("next", "")
    db.session.commit()  # no transaction while the provider responds
    response = start(user=None, next=next_url if is_local_path(next_url) else "")
    db.session.commit()
    return response


@bp.get("/oidc/callback/")
def callback() -> ResponseReturnValue:
    """Log in, link the identity, or go on to sign-up (OIDC-3, OIDC-4, OIDC-6)."""
    provider = get_provider()
    pk = current_user.id if current_user.is_authenticated else None
    try:
        state = provider.get_state()
        if state["user"] != pk:
            raise MismatchingStateError()
        identity = provider.fetch_identity()
    except ERRORS as error:
        return fail(error)
    use_transactions()
    if pk:
        return link(current_user, identity["subject"])
    if user := get_owner(identity["subject"]):
        return log_in_owner(user, state["next"])
    store_identity(session, identity)
    db.session.commit()
    return redirect(url_for("oidc.signup"))


def log_in_owner(user, next_url):
    """Log in the user to whom the identity is linked, unless inactive (OIDC-3)."""
    if not lock_user(user):
        log_security_event("login_failed", user.id)
        flash(LoginForm.error_messages["invalid_login"], "error")
        return redirect(url_for("accounts.login"))
    log_in(user)
    db.session.commit()
    log_security_event("logged_in", user.id)
    return redirect(next_url or url_for("profiles.me"))


def link(user, subject):
    """Link an identity to the current user, and send an email (OIDC-6)."""
    if not lock_session(user.session_key, user.id):  # it ended while the provider responded
        return fail(MismatchingStateError())
    issuer = current_app.config["OIDC_ISSUER"]
    try:
        db.session.add(Identity(user_id=user.id, issuer=issuer, subject=subject))
        send_identity_linked.enqueue(user, base_url=request.host_url)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        flash(LINKED_ALREADY, "error")
        return redirect(url_for("oidc.identities"))
    log_security_event("oidc_linked", user.id)
    return redirect(url_for("oidc.identities"))


@bp.route("/oidc/signup/", methods=["GET", "POST"])
@anonymous_required
def signup() -> ResponseReturnValue:
    """Create a user with the identity of a pending login, and log in (OIDC-4)."""
    identity = load_identity(session)
    if identity is None:
        return fail(MismatchingStateError())
    form = SignUpForm(identity)
    response = create_and_log_in(form, "oidc/signup.html")
    if current_user.is_authenticated:
        log_security_event("oidc_linked", current_user.id)
    elif form.errors and load_identity(session) is None:  # a concurrent request linked it
        return fail(MismatchingStateError())
    return response


@bp.route("/identities/", methods=["GET", "POST"])
@login_required
def identities() -> ResponseReturnValue:
    """List the identities of the user; link one, with the current password (OIDC-5, OIDC-6)."""
    form = LinkForm()
    if form.validate_on_submit():
        db.session.commit()  # no transaction while the provider responds
        response = start(user=current_user.id, next="")
        db.session.commit()
        return response
    identities = db.session.scalars(Identity.linked_to(current_user))
    return render_template("oidc/identities.html", form=form, identities=identities)


@bp.post("/identities/unlink/")
@login_required
def unlink() -> ResponseReturnValue:
    """Delete an identity of the user (OIDC-5)."""
    for identity in db.session.scalars(Identity.linked_to(current_user)).all():
        if str(identity.id) == request.form.get("identity"):
            db.session.delete(identity)
            db.session.commit()
            log_security_event("oidc_unlinked", current_user.id)
    return redirect(url_for("oidc.identities"))
