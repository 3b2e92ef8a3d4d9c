from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_login import current_user
from project import User, app, db


class UserAdmin(ModelView):
    column_list = ["username", "email"]
    column_searchable_list = ["username"]
    form_columns = ["email", "is_active"]

    def is_accessible(self):
        return current_user.is_authenticated and current_user.is_staff


Admin(app).add_view(UserAdmin(User, db))
