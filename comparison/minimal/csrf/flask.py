import os

from flask import Flask, render_template, request
from flask_wtf import CSRFProtect

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
CSRFProtect(app)


@app.route("/edit/", methods=["GET", "POST"])
def edit():
    if request.method == "POST":
        return "Saved"
    return render_template("edit.html")


# templates/edit.html
#   <form method="post">
#     <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
#     <button>Save</button>
#   </form>
