from flask import render_template
from flask_wtf import FlaskForm
from project import app
from wtforms import StringField
from wtforms.validators import Length


class NameForm(FlaskForm):
    name = StringField("Name:", [Length(1, 20)], description="At most 20 characters")


@app.route("/edit/", methods=["GET", "POST"])
def edit():
    form = NameForm()
    form.validate_on_submit()
    return render_template("form.html", form=form)


# templates/form.html
#   <form method="post">
#     {{ form.csrf_token }}
#     {{ form.name.label }} {{ form.name }} {{ form.name.description }}
#     {% for error in form.name.errors %}<p>{{ error }}</p>{% endfor %}
#   </form>
