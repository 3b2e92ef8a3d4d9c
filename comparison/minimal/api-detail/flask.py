from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields
from project import User, app, db


class UserSchema(Schema):
    username = fields.String()
    email = fields.Email()


bp = Blueprint("api", __name__, url_prefix="/api")


@bp.route("/users/<username>/")
@bp.response(200, UserSchema)
def get_user(username):
    return db.one_or_404(db.select(User).filter_by(username=username))


Api(app).register_blueprint(bp)
