from flask import render_template
from project import User, app, db


@app.route("/profiles/after/<int:pk>/")
def directory(pk):
    query = db.select(User).where(User.id > pk).order_by(User.id).limit(2)
    return render_template("directory.html", profiles=db.session.scalars(query))


# templates/directory.html
#   {% for profile in profiles %}<li>{{ profile.username }}{% endfor %}
