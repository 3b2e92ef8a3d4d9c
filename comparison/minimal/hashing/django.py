# settings.py
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


# example/passwords.py
def set_password(user, password):
    user.set_password(password)
    user.save()


def check_password(user, password):
    return user.check_password(password)
