"""Errors as programs read them (API-8)."""

from rest_framework import exceptions, views

from web.errors import problem


def exception_handler(error, context):
    """Return the answer to an exception, or None for one that nobody expected."""
    response = views.exception_handler(error, context)
    if response is None:
        return None
    errors = error.detail if isinstance(error, exceptions.ValidationError) else None
    detail = error.detail if isinstance(error, exceptions.PermissionDenied) else None
    answer = problem(response.status_code, detail, errors)
    for name in {"WWW-Authenticate"} & set(response.headers):
        answer[name] = response[name]
    return answer
