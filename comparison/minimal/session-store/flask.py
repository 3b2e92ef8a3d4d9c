import os

from flask import Flask, session

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]


@app.route("/")
def count_visits():
    visits = session.get("visits", 0) + 1
    session["visits"] = visits
    return f"Visit {visits}"
