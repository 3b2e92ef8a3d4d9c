from django.contrib.auth.tokens import default_token_generator

# settings.py
PASSWORD_RESET_TIMEOUT = 3600  # seconds


# example/tokens.py
def make_token(user):
    return default_token_generator.make_token(user)


def check_token(user, token):
    return default_token_generator.check_token(user, token)
