COMMON_PASSWORDS = {"password", "password1", "qwertyuiop"}  # a real list has thousands


def find_errors(password):
    errors = []
    if len(password) < 8:
        errors.append("This password is too short.")
    if password.lower() in COMMON_PASSWORDS:
        errors.append("This password is too common.")
    if password.isdigit():
        errors.append("This password is entirely numeric.")
    return errors
