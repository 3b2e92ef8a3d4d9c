from flask import Flask, render_template

app = Flask(__name__)


@app.route("/")
def home():
    return render_template("home.html", name="Ada")


# templates/base.html
#   <a href="{{ url_for('home') }}">Home</a>
#   <main>{% block content %}{% endblock %}</main>

# templates/home.html
#   {% extends "base.html" %}
#   {% block content %}Hello {{ name }}{% endblock %}
