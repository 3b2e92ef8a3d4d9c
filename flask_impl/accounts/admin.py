"""Users in the admin, managed by staff (ADMIN-3 to ADMIN-7)."""

from flask import abort, flash, redirect, request, url_for
from flask_admin import expose
from flask_admin.actions import action
from flask_admin.contrib.sqla.filters import BooleanEqualFilter, FilterEqual
from flask_login import current_user
from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from accounts.models import USERNAME_TAKEN, User, Visibility, delete_user
from accounts.sessions import delete_sessions_and_tokens
from audit.models import log_action, summarize_changes
from core.extensions import db
from core.forms import Form
from core.search import HasGrams
from passwords.forms import SetPasswordForm
from profiles.forms import UserForm, notify_old_email
from web.admin import ModelView, can_manage, fetch_for_update, keep_manageable, parse_pks

PRIVILEGE_FIELDS = ["is_staff", "is_superuser"]
VISIBILITIES = [(each.value, each.name.title()) for each in Visibility]


def get_users(ids):
    """Return the users; locked for a change, so that the checked privileges stay the same."""
    query = select(User).where(User.id.in_(parse_pks(ids))).order_by(User.id)
    return fetch_for_update(query) if request.method == "POST" else db.session.scalars(query).all()


class UserAdmin(ModelView):
    """Searches, edits, deactivates, reactivates and deletes users, and sets passwords."""

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
    column_sortable_list = ["username", "date_joined"]
    column_filters = [
        BooleanEqualFilter(User.is_active, "active"),
        BooleanEqualFilter(User.is_staff, "staff status"),
        FilterEqual(User.visibility, "visibility", VISIBILITIES),
    ]

    def has_grams(self, word):
        return or_(User.has_grams(word), HasGrams([User.email], word))

    def get_one(self, id):
        """Return the user, or None; abort with 403 for a user whom the staff may not manage."""
        user = next(iter(get_users([id])), None)
        if user and not can_manage(current_user, user):
            abort(403)
        return user

    def edit_form(self, obj=None):
        form = UserForm(obj)
        if not current_user.is_superuser:
            for name in PRIVILEGE_FIELDS:
                del form[name]
        return form

    def update_model(self, form, model):
        """Save the changed fields; revoke credentials of inactive users (ADMIN-4, ADMIN-5)."""
        old_email = model.email
        data = {field.name: field.data for field in form if field.name != "csrf_token"}
        changes = {name: data[name] for name in data if data[name] != getattr(model, name)}
        try:
            form.populate_obj(model)
            if not model.is_active:
                delete_sessions_and_tokens(model)
            if changes:
                log_action(current_user, "user_edited", [model], summarize_changes(changes))
            if model.email != old_email:
                notify_old_email(model, old_email)
            db.session.commit()
        except IntegrityError:  # the username is taken
            db.session.rollback()
            form.username.errors.append(USERNAME_TAKEN)
            return False
        return True

    @expose("/delete/", methods=["GET", "POST"])
    def delete_view(self):
        """Delete a user, after a confirmation (ADMIN-6)."""
        user, form = self.get_one(request.args.get("id")) or abort(404), Form()
        if form.validate_on_submit():
            delete_user(user)
            log_action(current_user, "user_deleted", [user])
            db.session.commit()
            flash("The user was deleted successfully.")
            return redirect(url_for(".index_view"))
        return self.render("admin/accounts/user/delete.html", person=user, form=form)

    @expose("/password/", methods=["GET", "POST"])
    def password_view(self):
        """Set a password; redirect to the page that needs the old one for one's own (ADMIN-6)."""
        user = self.get_one(request.args.get("id")) or abort(404)
        if user.id == current_user.id:
            return redirect(url_for("passwords.change"))
        form = SetPasswordForm(user)
        if form.validate_on_submit():
            form.save()
            delete_sessions_and_tokens(user)
            log_action(current_user, "password_set", [user])
            db.session.commit()
            flash("Password changed successfully.")
            return redirect(url_for(".edit_view", id=user.id))
        return self.render("admin/accounts/user/password.html", person=user, form=form)

    @action("deactivate", "Deactivate selected users")
    def deactivate(self, ids):
        self.set_active(ids, "user_deactivated", active=False)

    @action("reactivate", "Reactivate selected users")
    def reactivate(self, ids):
        self.set_active(ids, "user_reactivated", active=True)

    def set_active(self, ids, event, active):
        """Deactivate or reactivate users, except those whom the staff may not manage (ADMIN-5)."""
        selected = get_users(ids)
        users = keep_manageable(selected, lambda user: user)
        users = [user for user in users if user.is_active != active]
        for user in users:
            user.is_active = active
            delete_sessions_and_tokens(user)  # also after a reactivation: the old ones stay revoked
        log_action(current_user, event, users)
        db.session.commit()
        flash(f"{'Reactivated' if active else 'Deactivated'}: {len(users)}.")
