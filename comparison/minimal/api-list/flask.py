from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields
from project import User, app, db


class UserSchema(Schema):
    username = fields.String()
    email = fields.Email()


bp = Blueprint("api", __name__, url_prefix="/api")


@bp.route("/users/")
@bp.response(200, UserSchema(many=True))
def list_users():
    return db.session.scalars(db.select(User).order_by(User.username))


Api(app).register_blueprint(bp)
