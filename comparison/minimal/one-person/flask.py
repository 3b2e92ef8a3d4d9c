from flask import render_template
from project import User, app, db


@app.route("/profile/<int:pk>/")
def profile(pk):
    user = db.one_or_404(db.select(User).filter_by(id=pk, is_active=True))
    return render_template("profile.html", profile=user)


# templates/profile.html
#   <h1>{{ profile.username }}</h1>
