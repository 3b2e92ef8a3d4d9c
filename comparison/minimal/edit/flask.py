from flask import redirect, render_template
from flask_login import current_user, login_required
from forms import ProfileForm  # the topic “ModelForm and WTForms form”
from project import app, db


@app.route("/profile/edit/", methods=["GET", "POST"])
@login_required
def edit():
    form = ProfileForm(obj=current_user)
    if form.validate_on_submit():
        form.populate_obj(current_user)
        db.session.commit()
        return redirect("/profile/")
    return render_template("form.html", form=form)
