from flask import redirect, render_template
from flask_login import logout_user
from project import app


@app.route("/")
def home():
    return render_template("home.html")


@app.post("/logout/")
def logout():
    logout_user()
    return redirect("/")


# templates/home.html
#   <h1>Hello {{ current_user.username }}</h1>
#   <form method="post" action="/logout/">
#     <input type="hidden" name="csrf_token" value="{{ csrf_token() }}"> <button>Log out</button>
#   </form>
