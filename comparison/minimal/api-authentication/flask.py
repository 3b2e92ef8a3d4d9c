from flask_login import current_user, login_required
from project import User, app, db, login_manager


@login_manager.request_loader
def load_user_from_token(request):
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Token":
        return db.session.scalar(db.select(User).filter_by(token=token))
    return None


@app.route("/api/me/")
@login_required
def my_profile():
    return {"username": current_user.username}
