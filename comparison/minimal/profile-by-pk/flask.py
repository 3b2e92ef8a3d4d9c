from flask import render_template
from project import User, app, db


@app.route("/profile/<int:pk>/")
def profile(pk):
    user = db.get_or_404(User, pk)
    return render_template("profile.html", profile=user)


# templates/profile.html
#   <h1>{{ profile.username }}</h1>
