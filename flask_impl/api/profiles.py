"""API views of users (API-1 to API-6)."""

from flask import g, request, url_for
from flask.views import MethodView
from flask_smorest import abort
from sqlalchemy.exc import IntegrityError

from accounts.forms import SignUpForm
from accounts.models import USERNAME_TAKEN, User, delete_user
from api.authentication import token_required
from api.http import bind_form, bp
from api.openapi import problems
from api.pagination import PARAMETERS, paginated
from api.serializers import (
    MyProfileSchema,
    PageSchema,
    ProfileSchema,
    ProfileUpdateSchema,
    SignUpSchema,
)
from core.extensions import db
from core.logs import log_security_event
from profiles.forms import ProfileForm
from profiles.search import DirectoryForm
from tokens.models import Scope


@bp.route("/profiles/", endpoint="profiles")
class ProfilesView(MethodView):
    @token_required(Scope.DIRECTORY_READ, anonymous=True)
    @bp.doc(parameters=PARAMETERS)
    @bp.response(200, PageSchema)
    @problems(401, 403, 404)
    def get(self) -> dict:
        """List and search users."""
        form = DirectoryForm(request.args)
        if not form.validate():
            abort(400, errors=form.errors)
        return paginated(form.filter(User.visible_to(g.user, g.token)), form)

    @token_required(anonymous=True)
    @bp.arguments(SignUpSchema)
    @bp.response(201, ProfileSchema)
    @problems(401, 411, 413, 415)
    def post(self, data: dict) -> tuple[User, dict[str, str]]:
        """Sign up."""
        password = data.pop("password")
        form = bind_form(SignUpForm, data | {"password1": password, "password2": password})
        if not form.validate():
            messages = dict(form.errors)
            for name in {"password1", "password2"} & messages.keys():
                messages["password"] = messages.pop(name)
            abort(400, errors=messages)
        try:
            user = form.save()
        except IntegrityError:  # a concurrent request took the username after the validation
            db.session.rollback()
            abort(400, errors={"username": [USERNAME_TAKEN]})
        db.session.commit()
        log_security_event("signed_up", user.id)
        return user, {"Location": url_for("api.profile", identifier=user.id, _external=True)}


@bp.route("/profiles/<pk_or_username:identifier>/", endpoint="profile")
class ProfileView(MethodView):
    @token_required(Scope.DIRECTORY_READ, anonymous=True)
    @bp.response(200, ProfileSchema)
    @problems(401, 403, 404)
    def get(self, identifier: int | str) -> User:
        """Show a user, by primary key or username."""
        lookup = {"id" if isinstance(identifier, int) else "username": identifier}
        return db.session.scalar(User.visible_to(g.user, g.token).filter_by(**lookup)) or abort(404)


@bp.route("/profile/", endpoint="me")
class MyProfileView(MethodView):
    @token_required(Scope.PROFILE_READ)
    @bp.response(200, MyProfileSchema)
    @problems(401, 403)
    def get(self) -> User:
        """Show the authenticated user."""
        return g.user

    @token_required(Scope.PROFILE_WRITE)
    @bp.arguments(ProfileUpdateSchema, required=False)
    @bp.response(200, MyProfileSchema)
    @problems(401, 403, 411, 413, 415, 429)
    def patch(self, data: dict) -> User:
        """Update the profile. A new email address needs the password."""
        stored = {name: getattr(g.user, name) for name in ProfileForm.FIELDS}
        form = bind_form(ProfileForm, stored | data, user=g.user)
        if not form.validate():
            abort(400, errors=form.errors)
        form.save()
        db.session.commit()
        return g.user

    @token_required(Scope.PROFILE_WRITE)
    @bp.response(204)
    @problems(401, 403)
    def delete(self) -> None:
        """Delete the authenticated user."""
        delete_user(g.user)
        db.session.commit()
        log_security_event("deleted", g.user.id)
