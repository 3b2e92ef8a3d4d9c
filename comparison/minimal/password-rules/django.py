from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

# settings.py
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]


# example/passwords.py
def find_errors(password):
    try:
        validate_password(password)
    except ValidationError as error:
        return error.messages
    return []
