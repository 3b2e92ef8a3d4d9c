from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields, validate
from project import app, csrf


class InvitationSchema(Schema):
    email = fields.Email(required=True)
    seats = fields.Integer(required=True, validate=validate.Range(min=1))


bp = Blueprint("api", __name__, url_prefix="/api")
csrf.exempt(bp)


@bp.route("/invitations/", methods=["POST"])
@bp.arguments(InvitationSchema)
@bp.response(201, InvitationSchema)
def invite(data):
    return data


Api(app).register_blueprint(bp)
