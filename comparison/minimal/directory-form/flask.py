from flask import render_template, request
from project import User, app, db

ORDERINGS = {"username": User.username, "-username": User.username.desc(), "email": User.email}


@app.route("/profiles/")
def directory():
    text = request.args.get("q", "")
    ordering = ORDERINGS.get(request.args.get("sort"), User.username)
    query = db.select(User).where(User.username.icontains(text, autoescape=True)).order_by(ordering)
    return render_template("directory.html", profiles=db.session.scalars(query))


# templates/directory.html
#   {% for profile in profiles %}<li>{{ profile.username }}{% endfor %}
