from flask import Flask, redirect, url_for

app = Flask(__name__)


@app.route("/")
def home():
    return "Home"


@app.route("/about/")
def about():
    return "About"


@app.route("/about-us/")
def about_us():
    return redirect(url_for("about"))
