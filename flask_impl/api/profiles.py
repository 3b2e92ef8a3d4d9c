"""People, for programs (API-1 to API-6)."""

from flask import g, url_for
from flask.views import MethodView
from flask_smorest import abort
from sqlalchemy.exc import IntegrityError

from accounts.forms import SignUpForm, delete_person
from accounts.models import USERNAME_TAKEN, User
from api.authentication import bearer
from api.http import bp, form_of
from api.openapi import problems
from api.pagination import PARAMETERS, page_of
from api.serializers import (
    EditSchema,
    OwnProfileSchema,
    PageSchema,
    ProfileSchema,
    SignUpSchema,
)
from core.extensions import db
from core.logs import log_event
from profiles.directory import DirectoryForm
from profiles.forms import ProfileForm
from tokens.models import Scope


@bp.route("/profiles/", endpoint="profiles")
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
        return person, {"Location": url_for("api.profile", person=person.id, _external=True)}


@bp.route("/profiles/<person:person>/", endpoint="profile")
class ProfileView(MethodView):
    @bearer(Scope.DIRECTORY_READ, anonymous=True)
    @bp.response(200, ProfileSchema)
    @problems(401, 403, 404)
    def get(self, person):
        """Show a person, found by primary key or by username."""
        who = {"id": person} if isinstance(person, int) else {"username": person}
        return db.session.scalar(User.visible_to(g.person).filter_by(**who)) or abort(404)


@bp.route("/profile/", endpoint="own")
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
    @problems(401, 403, 411, 413, 415, 429)
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
