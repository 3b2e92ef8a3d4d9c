from flask import redirect, render_template, request
from flask_login import login_user
from project import User, app, db
from werkzeug.security import check_password_hash


@app.route("/")
def home():
    return render_template("home.html")


@app.route("/login/", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        user = db.session.scalar(db.select(User).filter_by(username=request.form["username"]))
        if user and check_password_hash(user.password, request.form["password"]):
            login_user(user)
            return redirect("/")
    return render_template("login.html", failed=request.method == "POST")


# templates/home.html
#   <h1>Hello {{ current_user.username }}</h1>

# templates/login.html
#   <form method="post">
#     {% if failed %}<p>The username or the password is wrong.</p>{% endif %}
#     <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
#     <input name="username"> <input name="password" type="password"> <button>Log in</button>
#   </form>
