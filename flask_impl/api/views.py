"""People and tokens, for programs (API-1 to API-7)."""

import flask
from flask import g, render_template, url_for
from flask.views import MethodView
from flask_smorest import abort
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from accounts.authentication import authenticate
from accounts.forms import SignUpForm, delete_person
from accounts.models import USERNAME_TAKEN, User
from api.authentication import bearer, password_required, refuse
from api.docs import operations
from api.http import bp
from api.openapi import api, problems
from api.pagination import PARAMETERS, page_of
from api.serializers import (
    EditSchema,
    MadeTokenSchema,
    NewTokenSchema,
    OwnProfileSchema,
    PageSchema,
    ProfileSchema,
    SignUpSchema,
    TokenSchema,
)
from config.extensions import db
from config.logs import log_event
from profiles.directory import DirectoryForm
from profiles.forms import ProfileForm
from tokens.forms import TokenForm
from tokens.models import Scope, make_token, tokens_of

docs_bp = flask.Blueprint("docs", __name__)


@bp.route("/profiles/")
class ProfilesView(MethodView):
    @bearer(Scope.DIRECTORY_READ, anonymous=True)
    @bp.doc(parameters=PARAMETERS)
    @bp.response(200, PageSchema)
    @problems(401, 403, 404)
    def get(self):
        """List the people whom one may see, and who are looked for."""
        form = DirectoryForm()
        if not form.validate():
            abort(400, errors=form.errors)
        return page_of(form.filter(User.visible_to(g.person)), form.order)

    @bearer(anonymous=True)
    @bp.arguments(SignUpSchema)
    @bp.response(201, ProfileSchema)
    @problems(401, 411, 413, 415)
    def post(self, data):
        """Sign up."""
        password = data.pop("password")
        form = form_of(SignUpForm, data | {"password1": password, "password2": password})
        if not form.validate():
            messages = dict(form.errors)
            for name in {"password1", "password2"} & messages.keys():
                messages["password"] = messages.pop(name)
            abort(400, errors=messages)
        try:
            person = form.save()
        except IntegrityError:  # someone else took the name since the form looked
            db.session.rollback()
            abort(400, errors={"username": [USERNAME_TAKEN]})
        log_event("signed_up", person.id)
        return person, {"Location": url_for("api.ProfileView", person=person.id, _external=True)}


@bp.route("/profiles/<person:person>/")
class ProfileView(MethodView):
    @bearer(Scope.DIRECTORY_READ, anonymous=True)
    @bp.response(200, ProfileSchema)
    @problems(401, 403, 404)
    def get(self, person):
        """Show a person, found by primary key or by username."""
        who = {"id": person} if isinstance(person, int) else {"username": person}
        return db.session.scalar(User.visible_to(g.person).filter_by(**who)) or abort(404)


@bp.route("/profile/")
class OwnProfileView(MethodView):
    @bearer(Scope.PROFILE_READ)
    @bp.response(200, OwnProfileSchema)
    @problems(401, 403)
    def get(self):
        """Show oneself."""
        return g.person

    @bearer(Scope.PROFILE_WRITE)
    @bp.arguments(EditSchema, required=False)
    @bp.response(200, OwnProfileSchema)
    @problems(401, 403, 411, 413, 415)
    def patch(self, data):
        """Change what one says about oneself. A new e-mail address needs the password."""
        stored = {name: getattr(g.person, name) for name in ProfileForm.STORED}
        form = form_of(ProfileForm, stored | data, user=g.person)
        if not form.validate():
            abort(400, errors=form.errors)
        form.save()
        return g.person

    @bearer(Scope.PROFILE_WRITE)
    @bp.response(204)
    @problems(401, 403)
    def delete(self):
        """Delete oneself, and everything of one's own."""
        delete_person(g.person)
        db.session.commit()
        log_event("deleted", g.person.id)


@bp.route("/tokens/")
class TokensView(MethodView):
    @password_required
    @bp.response(200, TokenSchema(many=True))
    @problems(401, 429)
    def get(self):
        """List one's live tokens."""
        return tokens_of(g.person)

    @bp.arguments(NewTokenSchema)
    @bp.response(201, MadeTokenSchema)
    @problems(401, 411, 413, 415, 429)
    def post(self, data):
        """Make a token, whose secret is told this once."""
        form = form_of(TokenForm, {"name": data["name"], "scopes": data["scopes"]})
        if not form.validate():
            abort(400, errors=form.errors)
        person = authenticate(data["username"], data["password"]) or refuse("basic")
        token, token.token = make_token(
            person, form.name.data, form.scopes.data, data["expires_at"]
        )
        log_event("token_made", person.id)
        return token


@bp.route("/tokens/<pk:pk>/")
class TokenView(MethodView):
    @password_required
    @bp.response(204)
    @problems(401, 404, 429)
    def delete(self, pk):
        """Revoke a token."""
        token = next((each for each in tokens_of(g.person) if each.id == pk), None) or abort(404)
        db.session.delete(token)
        db.session.commit()
        log_event("token_revoked", g.person.id)


def form_of(form_class, data, **options):
    """Return a form for what a program sent, which comes without a token of a session."""
    return form_class(formdata=MultiDict(data), meta={"csrf": False}, **options)


@docs_bp.get("/docs/")
def docs():
    """Describe all this to people (API-11)."""
    return render_template("api/docs.html", operations=operations(api.spec.to_dict()))
