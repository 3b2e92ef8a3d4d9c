from flask import render_template
from flask_login import login_required
from project import app, login_manager

login_manager.login_view = "/accounts/login/"


@app.route("/profile/")
@login_required
def profile():
    return render_template("profile.html")


# templates/profile.html
#   <h1>{{ current_user.username }}</h1>
