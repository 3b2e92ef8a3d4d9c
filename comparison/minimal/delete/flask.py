from flask import redirect, render_template, request
from flask_login import current_user, login_required, logout_user
from project import User, app, db


@app.route("/delete/", methods=["GET", "POST"])
@login_required
def delete():
    if request.method == "POST":
        db.session.delete(db.session.get(User, current_user.id))
        db.session.commit()
        logout_user()
        return redirect("/")
    return render_template("delete.html")


# templates/delete.html
#   <form method="post">
#     <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
#     <button>Delete my account</button>
#   </form>
