from flask import render_template
from project import User, app, db


@app.route("/profiles/")
def directory():
    page = db.paginate(db.select(User).order_by(User.username), per_page=2)
    return render_template("directory.html", page=page)


# templates/directory.html
#   {% for profile in page %}<li>{{ profile.username }}{% endfor %}
#   {% if page.has_next %}<a href="?page={{ page.next_num }}">Next</a>{% endif %}
