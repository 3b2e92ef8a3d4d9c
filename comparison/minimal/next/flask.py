import re

from flask import redirect, render_template, request
from flask_login import login_user
from project import User, app, db
from werkzeug.security import check_password_hash

LOCAL_PATH = r"/(?![/\\])[^\\\s]*"  # one slash: two slashes begin with a host


@app.route("/login/", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        user = db.session.scalar(db.select(User).filter_by(username=request.form["username"]))
        if user and check_password_hash(user.password, request.form["password"]):
            login_user(user)
            url = request.args.get("next", "/")
            return redirect(url if re.fullmatch(LOCAL_PATH, url) else "/")
    return render_template("login.html")


# templates/login.html
#   <form method="post">
#     <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
#     <input name="username"> <input name="password" type="password"> <button>Log in</button>
#   </form>
