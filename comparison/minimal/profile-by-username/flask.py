from flask import render_template
from project import User, app, db


@app.route("/profile/<username>/")
def profile(username):
    user = db.one_or_404(db.select(User).filter_by(username=username))
    return render_template("profile.html", profile=user)


# templates/profile.html
#   <h1>{{ profile.username }}</h1>
