"""Errors as programs read them (API-8)."""

from rest_framework import exceptions, views

from accounts.throttle import Locked
from config.errors import error_page, problem
from config.logs import log_event


def exception_handler(error, context):
    """Return the answer to an exception, or None for one that nobody expected."""
    if isinstance(error, Locked):
        log_event("locked_out")
        return error_page(context["request"], 429, error.seconds)
    response = views.exception_handler(error, context)
    if response is None:
        return None
    errors = error.detail if isinstance(error, exceptions.ValidationError) else None
    detail = error.detail if isinstance(error, exceptions.PermissionDenied) else None
    answer = problem(response.status_code, detail, errors)
    for name in {"WWW-Authenticate"} & set(response.headers):
        answer[name] = response[name]
    return answer
