"""Error pages, and problem details for the API (ERROR-1 to ERROR-5)."""

from http import HTTPStatus

from flask import current_app, make_response, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError, TimeoutError
from werkzeug.exceptions import HTTPException

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


def error_page(status, retry_after=5, detail=None, errors=None):
    """Return the error page for this status; for 429 and 503 with `retry_after`, in seconds.

    The page does not use the session. If the status is 500 or higher, it needs no query.
    """
    if request.path.startswith("/api/"):
        response = problem(status, detail, errors)
    else:
        context = {"title": HTTPStatus(status).phrase, "message": detail or get_message(status)}
        context["current_site"] = get_current_site(allow_query=status < 500)
        # Not render_template: the context processor of Flask-Login would load the user.
        template = current_app.jinja_env.get_template("error.html")
        response = make_response(template.render(context), status)
    if status in (429, 503):
        response.headers["Retry-After"] = retry_after
    return response


def get_message(status):
    return ERROR_MESSAGES.get(status, ERROR_MESSAGES[400])


def problem(status, detail=None, errors=None):
    """Return problem details (RFC 9457); for 400 with error messages by field (API-8)."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body["detail"] = detail or get_message(status)
    if status == 400:
        body["errors"] = errors or {}
    headers = {"Content-Type": "application/problem+json", "Cache-Control": "private, no-store"}
    return make_response(body, status, headers)


def http_error(error):
    """Respond with the error page, and with the headers of the exception, such as Allow."""
    data = getattr(error, "data", {})
    errors = data.get("errors") or data.get("messages", {}).get("json")
    response = error_page(error.code, detail=data.get("detail"), errors=errors)
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    return response


def csrf_failure(error):
    return error_page(403, detail=CSRF_FAILED_MESSAGE)


def database_unavailable(error):
    """Respond with 503 if the database is unavailable."""
    if missing_tables(error):
        return schema_outdated(error)
    current_app.logger.error("The database is unavailable", exc_info=error)
    return error_page(503)


def schema_outdated(error):
    """Respond with 500 if a table or column is missing; raise any other error of a query."""
    message = missing_tables(error)
    if not message:
        raise error
    current_app.logger.error("A query failed", exc_info=error)
    return error_page(500, detail=message if current_app.config["EXPLAIN_ERRORS"] else None)


def init_app(app):
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(CSRFError, csrf_failure)
    app.register_error_handler(ProgrammingError, schema_outdated)
    for error in (OperationalError, InterfaceError, TimeoutError):
        app.register_error_handler(error, database_unavailable)
