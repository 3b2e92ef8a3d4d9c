"""The page of a user's grants."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required
from sqlalchemy import or_, select

from accounts.models import User
from accounts.sessions import get_active_session
from audit.models import log_action
from core.extensions import db, login_manager
from grants.forms import GrantForm, parse_grantee
from grants.models import Grant
from tokens.models import Token

bp = Blueprint("grants", __name__)


def lock_with_grantee(user, text):
    """Lock a user and the named grantee, in one order: they may name each other at once.

    Releases the lock on the user first. Returns the session if it is still active.
    """
    username, number = parse_grantee(text)
    owner = select(Token.user_id).where(Token.id == number)
    users = or_(User.id == user.id, User.username == username, User.id.in_(owner))
    db.session.commit()
    db.session.execute(select(User.id).where(users).order_by(User.id).with_for_update())
    return get_active_session(user.session_key)


@bp.route("/grants/", methods=["GET", "POST"])
@login_required
def grants() -> ResponseReturnValue:
    """List the active grants of the user; create a grant (GRANT-1, GRANT-2)."""
    form = GrantForm(current_user)
    if request.method == "POST" and not lock_with_grantee(current_user, form.grantee.data):
        return login_manager.unauthorized()
    if form.validate_on_submit():
        grant = form.save()
        log_action(current_user, "grant_created", [current_user], grant.grantee)
        db.session.commit()
        return redirect(url_for("grants.grants"))
    grants = db.session.scalars(Grant.active(current_user)).all()
    return render_template("grants/list.html", form=form, grants=grants)


@bp.post("/grants/revoke/")
@login_required
def revoke() -> ResponseReturnValue:
    """Delete a grant of the user (GRANT-5)."""
    for grant in db.session.scalars(Grant.active(current_user)).all():
        if str(grant.id) == request.form.get("grant"):
            db.session.delete(grant)
            log_action(current_user, "grant_revoked", [current_user], grant.grantee)
            db.session.commit()
    return redirect(url_for("grants.grants"))
