from flask_login import current_user, login_required
from project import app


@app.route("/export/")
@login_required
def export():
    data = {"username": current_user.username, "email": current_user.email}
    return data, {"Content-Disposition": "attachment; filename=data.json"}
