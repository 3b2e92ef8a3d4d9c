from flask import redirect, render_template, request
from flask_login import current_user, login_required
from project import app, db
from werkzeug.security import check_password_hash, generate_password_hash


@app.route("/password/", methods=["GET", "POST"])
@login_required
def change_password():
    submitted = request.method == "POST"
    if submitted and check_password_hash(current_user.password, request.form["old_password"]):
        current_user.password = generate_password_hash(request.form["new_password1"])
        db.session.commit()  # the other sessions of the user stay valid
        return redirect("/")
    return render_template("password.html", failed=submitted)


# templates/password.html
#   <form method="post">
#     {% if failed %}<p>The old password is wrong.</p>{% endif %}
#     <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
#     <input name="old_password" type="password">
#     <input name="new_password1" type="password"> <button>Change</button>
#   </form>
