from flask import redirect, render_template
from forms import SignUpForm  # the topic “Sign-up form”
from project import User, app, db
from werkzeug.security import generate_password_hash


@app.route("/signup/", methods=["GET", "POST"])
def signup():
    form = SignUpForm()
    if form.validate_on_submit():
        user = User(username=form.username.data, email=form.email.data)
        user.password = generate_password_hash(form.password1.data)
        db.session.add(user)
        db.session.commit()
        return redirect("/")
    return render_template("form.html", form=form)
