from flask import make_response, request
from project import User, app, db


@app.route("/stats/")
def statistics():
    number = db.session.scalar(db.select(db.func.count(User.id)))
    response = make_response(f"{number} users")
    response.set_etag(str(number))
    return response.make_conditional(request)
