from flask import redirect, render_template, request
from flask_mailman import EmailMessage, Mail
from project import User, app, db
from reset_tokens import make_token  # the topic “Password reset token”

Mail(app)


@app.route("/reset/", methods=["GET", "POST"])
def reset():
    if request.method == "POST":
        for user in db.session.scalars(db.select(User).filter_by(email=request.form["email"])):
            link = f"{request.host_url}reset/{user.id}/{make_token(user)}/"
            # The view of this link calls check_token().
            EmailMessage("Password reset", link, to=[user.email]).send()
        return redirect("/")
    return render_template("reset.html")


# templates/reset.html
#   <form method="post">
#     <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
#     <input name="email" type="email"> <button>Send the link</button>
#   </form>
