"""Error pages, and problem details for the API (ERROR-1 to ERROR-5)."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import JsonResponse
from django.shortcuts import render

from core.logs import missing_tables
from sites.cache import get_current_site

CSRF_FAILED_MESSAGE = "This form is no longer valid. Go back, reload the page and try again."
ERROR_MESSAGES = {
    400: "The request is invalid.",
    401: "Valid credentials are required.",
    403: "You are not allowed to do this.",
    404: "This page does not exist.",
    405: "This method is not allowed here.",
    411: "The Content-Length header is required.",
    413: "The request is too large.",
    415: "The request body must be JSON (application/json).",
    429: "Too many failed attempts. Please try again later.",
    500: "An internal error occurred.",
    503: "The service is temporarily unavailable. Please try again in a few seconds.",
}


def error_page(request, status, retry_after=5, detail=None):
    """Return the error page for this status; for 429 and 503 with `retry_after`, in seconds.

    The page does not use the session. If the status is 500 or higher, it needs no query.
    """
    if request.path.startswith("/api/"):
        response = problem(status, detail)
    else:
        context = {"title": HTTPStatus(status).phrase, "message": detail or ERROR_MESSAGES[status]}
        context["current_site"] = get_current_site(request, allow_query=status < 500)
        response = render(request, "error.html", context, status=status)
    if status in (429, 503):
        response["Retry-After"] = retry_after
    return response


def problem(status, detail=None, errors=None):
    """Return problem details (RFC 9457); for 400 with error messages by field (API-8)."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body["detail"] = detail or ERROR_MESSAGES[status]
    if status == 400:
        body["errors"] = errors or {}
    headers = {"Cache-Control": "private, no-store"}
    content_type = "application/problem+json"
    return JsonResponse(body, status=status, content_type=content_type, headers=headers)


def bad_request(request, exception):
    return error_page(request, 400)


def csrf_failure(request, reason=""):
    return error_page(request, 403, detail=CSRF_FAILED_MESSAGE)


def permission_denied(request, exception):
    return error_page(request, 403)


def page_not_found(request, exception):
    return error_page(request, 404)


def server_error(request):
    """Respond with 503 if the database is unavailable, and with 500 to other exceptions."""
    if message := missing_tables(sys.exception()):
        return error_page(request, 500, detail=message if settings.EXPLAIN_ERRORS else None)
    unavailable = isinstance(sys.exception(), OperationalError | InterfaceError)
    return error_page(request, 503 if unavailable else 500)
