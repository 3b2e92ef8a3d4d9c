from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from project import db

hasher = PasswordHasher()


def set_password(user, password):
    user.password = hasher.hash(password)
    db.session.commit()


def check_password(user, password):
    try:
        return hasher.verify(user.password, password)
    except (InvalidHashError, VerificationError):
        return False
