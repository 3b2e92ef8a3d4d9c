from flask import Flask, render_template

app = Flask(__name__)


@app.context_processor
def site():
    return {"site_name": "Example"}


@app.route("/")
def home():
    return render_template("home.html")


# templates/home.html
#   <h1>{{ site_name }}</h1>
