from itsdangerous import BadSignature, URLSafeTimedSerializer
from project import app


def get_serializer(user):
    # The signature covers the password, so that a changed password invalidates the token.
    return URLSafeTimedSerializer(app.config["SECRET_KEY"], salt=f"reset{user.password}")


def make_token(user):
    return get_serializer(user).dumps(user.id)


def check_token(user, token):
    try:
        return get_serializer(user).loads(token, max_age=3600) == user.id
    except BadSignature:
        return False
