"""The site's own page for every error (ERROR-1 to ERROR-5)."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import JsonResponse
from django.shortcuts import render

from core.logs import missing_tables
from sites.registry import current_site

FORM_IS_OLD = "This form is no longer valid. Go back, reload the page and try again."
MESSAGES = {
    400: "This request could not be understood.",
    401: "This needs other credentials.",
    403: "You are not allowed to do this.",
    404: "There is nothing at this address.",
    405: "This address does not take this kind of request.",
    411: "A request with a body must say how long it is.",
    413: "This is more than can be taken at once.",
    415: "Only JSON is taken here, as application/json.",
    429: "There were too many failed attempts. Please try again later.",
    500: "Something went wrong on our side.",
    503: "The site is short of something it needs. Please try again in a few seconds.",
}


def error_page(request, status, retry_after=5, detail=None):
    """Return the page for this status. It needs neither the database nor the session, and asks the
    database for the site only where nothing has failed.

    Where trying again may help, `retry_after` says in how many seconds.
    """
    if request.path.startswith("/api/"):
        response = problem(status, detail)
    else:
        context = {"title": HTTPStatus(status).phrase, "message": detail or MESSAGES[status]}
        context["current_site"] = current_site(request, ask=status < 500)
        response = render(request, "error.html", context, status=status)
    if status in (429, 503):
        response["Retry-After"] = retry_after
    return response


def problem(status, detail=None, errors=None):
    """Return the same for a program, as in RFC 9457; for 400 with messages by field (API-8)."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body["detail"] = detail or MESSAGES[status]
    if status == 400:
        body["errors"] = errors or {}
    headers = {"Cache-Control": "private, no-store"}
    content_type = "application/problem+json"
    return JsonResponse(body, status=status, content_type=content_type, headers=headers)


def bad_request(request, exception):
    return error_page(request, 400)


def csrf_failure(request, reason=""):
    return error_page(request, 403, detail=FORM_IS_OLD)


def permission_denied(request, exception):
    return error_page(request, 403)


def page_not_found(request, exception):
    return error_page(request, 404)


def server_error(request):
    """Answer 503 while the database is out of reach, and 500 to every other surprise."""
    if message := missing_tables(sys.exception()):
        return error_page(request, 500, detail=message if settings.EXPLAIN_ERRORS else None)
    unavailable = isinstance(sys.exception(), OperationalError | InterfaceError)
    return error_page(request, 503 if unavailable else 500)
