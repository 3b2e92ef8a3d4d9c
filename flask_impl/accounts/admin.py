"""People, for staff to look after (ADMIN-3 to ADMIN-7)."""

from flask import abort, flash, redirect, request, url_for
from flask_admin import expose
from flask_admin.actions import action
from flask_admin.contrib.sqla.filters import BooleanEqualFilter, FilterEqual
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.forms import delete_person
from accounts.models import USERNAME_TAKEN, User, Visibility
from accounts.sessions import shut_out
from audit.models import describe, record
from core.extensions import db
from core.forms import Form
from passwords.forms import NewPasswordForm
from profiles.forms import UserForm, tell_old_address
from web.admin import SUPERUSERS_SKIPPED, ModelView, can_manage, locked, primary_keys

RIGHTS = ["is_staff", "is_superuser"]
VISIBILITIES = [(each.value, each.name.title()) for each in Visibility]


def find(ids):
    """Return the people; locked before a change, so that their rights stay as judged."""
    people = select(User).where(User.id.in_(primary_keys(ids))).order_by(User.id)
    return locked(people) if request.method == "POST" else db.session.scalars(people).all()


class UserAdmin(ModelView):
    """Looks for people, edits, deactivates, reactivates and deletes them, and sets passwords."""

    can_edit = can_delete = True
    form = UserForm
    edit_template = "admin/accounts/user/edit.html"
    column_list = ["username", "email", "is_active", "is_staff", "visibility", "date_joined"]
    column_labels = {
        "email": "Email address",
        "is_active": "Active",
        "is_staff": "Staff status",
        "date_joined": "Date joined",
    }
    column_searchable_list = ["username", "first_name", "last_name", "email"]
    column_default_sort = "username"
    column_filters = [
        BooleanEqualFilter(User.is_active, "active"),
        BooleanEqualFilter(User.is_staff, "staff status"),
        FilterEqual(User.visibility, "visibility", VISIBILITIES),
    ]

    def get_one(self, id):
        """Return the person, or None; abort with 403 if the visitor may not touch them."""
        person = next(iter(find([id])), None)
        if person and not can_manage(current_user, person):
            abort(403)
        return person

    def edit_form(self, obj=None):
        form = UserForm(obj)
        if not current_user.is_superuser:
            for name in RIGHTS:
                del form[name]
        return form

    def update_model(self, form, model):
        """Write what changed and nothing else; shut out who is deactivated (ADMIN-4, ADMIN-5)."""
        old_email = model.email
        data = {field.name: field.data for field in form if field.name != "csrf_token"}
        changes = {name: data[name] for name in data if data[name] != getattr(model, name)}
        try:
            form.populate_obj(model)
            if not model.is_active:
                shut_out(model)
            record(current_user, "user_edited", [model] if changes else [], describe(changes))
        except IntegrityError:  # someone else has the name
            db.session.rollback()
            form.username.errors.append(USERNAME_TAKEN)
            return False
        if model.email != old_email:
            tell_old_address(model, old_email)
        return True

    @expose("/delete/", methods=["GET", "POST"])
    def delete_view(self):
        """Delete a person, after a question (ADMIN-6)."""
        person, form = self.get_one(request.args.get("id")) or abort(404), Form()
        if form.validate_on_submit():
            delete_person(person)
            record(current_user, "user_deleted", [person])
            flash("The user was deleted successfully.")
            return redirect(url_for(".index_view"))
        return self.render("admin/accounts/user/delete.html", person=person, form=form)

    @expose("/password/", methods=["GET", "POST"])
    def password_view(self):
        """Set a password; for one's own there is a page that asks for the old one (ADMIN-6)."""
        person = self.get_one(request.args.get("id")) or abort(404)
        if person.id == current_user.id:
            return redirect(url_for("passwords.change"))
        form = NewPasswordForm(person)
        if form.validate_on_submit():
            form.save()
            shut_out(person)
            record(current_user, "password_set", [person])
            flash("Password changed successfully.")
            return redirect(url_for(".edit_view", id=person.id))
        return self.render("admin/accounts/user/password.html", person=person, form=form)

    @action("deactivate", "Deactivate selected users")
    def deactivate(self, ids):
        self.switch(ids, "user_deactivated", active=False)

    @action("reactivate", "Reactivate selected users")
    def reactivate(self, ids):
        self.switch(ids, "user_reactivated", active=True)

    def switch(self, ids, event, active):
        """Deactivate or reactivate people, but for those who may not be touched (ADMIN-5)."""
        selected = find(ids)
        people = [person for person in selected if can_manage(current_user, person)]
        if len(people) < len(selected):
            flash(SUPERUSERS_SKIPPED)
        people = [person for person in people if person.is_active != active]
        for person in people:
            person.is_active = active
            shut_out(person)  # at a reactivation, too: of what was left from before
        record(current_user, event, people)
        flash(f"{'Reactivated' if active else 'Deactivated'}: {len(people)}.")
