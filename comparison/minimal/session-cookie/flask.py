from flask import session
from project import app

app.config["PERMANENT_SESSION_LIFETIME"] = 3600  # seconds
app.config["SESSION_COOKIE_SECURE"] = True
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"


@app.route("/")
def home():
    session.permanent = True
    session["language"] = "en"
    return "Home"
