"""The page of a user's tokens."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from core.extensions import db
from core.logs import log_security_event
from tokens.forms import TokenForm
from tokens.models import Token

bp = Blueprint("tokens", __name__)


@bp.route("/tokens/", methods=["GET", "POST"])
@login_required
def tokens() -> ResponseReturnValue:
    """List the active tokens of the user; create a token and show it once (TOKEN-1, TOKEN-2)."""
    form, secret = TokenForm(), None
    if form.validate_on_submit():
        secret = form.issue(current_user)
        db.session.commit()
        log_security_event("token_created", current_user.id)
        form = TokenForm(formdata=None)
    tokens = db.session.scalars(Token.active(current_user)).all()
    return render_template("tokens/list.html", form=form, secret=secret, tokens=tokens)


@bp.post("/tokens/revoke/")
@login_required
def revoke() -> ResponseReturnValue:
    """Delete a token of the user (TOKEN-1)."""
    for token in db.session.scalars(Token.active(current_user)).all():
        if str(token.id) == request.form.get("token"):
            db.session.delete(token)
            db.session.commit()
            log_security_event("token_revoked", current_user.id)
    return redirect(url_for("tokens.tokens"))
