"""Problem details for exceptions in the API (API-8)."""

from rest_framework import exceptions, views

from web.errors import problem


def exception_handler(error, context):
    """Return the response to an exception of Django REST framework; None for other exceptions."""
    response = views.exception_handler(error, context)
    if response is None:
        return None
    errors = error.detail if isinstance(error, exceptions.ValidationError) else None
    detail = error.detail if isinstance(error, exceptions.PermissionDenied) else None
    problem_response = problem(response.status_code, detail, errors)
    for name in {"WWW-Authenticate"} & set(response.headers):
        problem_response[name] = response[name]
    return problem_response
