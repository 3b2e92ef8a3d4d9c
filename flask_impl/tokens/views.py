"""Making, listing and revoking one's tokens."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from core.extensions import db
from core.logs import log_event
from tokens.forms import TimedTokenForm
from tokens.models import tokens_of

bp = Blueprint("tokens", __name__)


@bp.route("/tokens/", methods=["GET", "POST"])
@login_required
def tokens():
    """Show the person's tokens, and a new one this once (TOKEN-1, TOKEN-2)."""
    form, secret = TimedTokenForm(), None
    if form.validate_on_submit():
        secret = form.make(current_user)
        form = TimedTokenForm(formdata=None)
    context = {"form": form, "secret": secret, "tokens": tokens_of(current_user)}
    return render_template("tokens/list.html", **context)


@bp.post("/tokens/revoke/")
@login_required
def revoke():
    """End a token of the person's (TOKEN-1)."""
    for token in tokens_of(current_user):
        if str(token.id) == request.form.get("token"):
            db.session.delete(token)
            db.session.commit()
            log_event("token_revoked", current_user.id)
    return redirect(url_for("tokens.tokens"))
