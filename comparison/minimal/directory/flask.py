from flask import render_template
from project import User, app, db


@app.route("/profiles/")
def directory():
    query = db.select(User).filter_by(is_active=True).order_by(User.username.desc())
    return render_template("directory.html", profiles=db.session.scalars(query))


# templates/directory.html
#   {% for profile in profiles %}<li>{{ profile.username }}{% endfor %}
