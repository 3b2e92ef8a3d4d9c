"""The site's own page for every error (ERROR-1 to ERROR-5)."""

from http import HTTPStatus

from flask import current_app, jsonify, make_response, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError, TimeoutError
from werkzeug.exceptions import HTTPException

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


def error_page(status, retry_after=5, **about):
    """Return the page for this status. It needs neither the database nor the session, and asks the
    database for the site only where nothing has failed.

    Where trying again may help, `retry_after` says in how many seconds.
    """
    if request.path.startswith("/api/"):
        response = problem(status, **about)
    else:
        text = about.get("detail") or message(status)
        context = {"title": HTTPStatus(status).phrase, "message": text}
        context["current_site"] = current_site(ask=status < 500)
        # Not render_template: Flask-Login would load the user for it.
        template = current_app.jinja_env.get_template("error.html")
        response = make_response(template.render(context), status)
    if status in (429, 503):
        response.headers["Retry-After"] = retry_after
    return response


def message(status):
    return MESSAGES.get(status, MESSAGES[400])


def problem(status, detail=None, errors=None):
    """Return the same for a program, as in RFC 9457; for 400 with messages by field (API-8)."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body["detail"] = detail or message(status)
    if status == 400:
        body["errors"] = errors or {}
    headers = {"Content-Type": "application/problem+json", "Cache-Control": "private, no-store"}
    return make_response(jsonify(body), status, headers)


def http_error(error):
    """Answer with the page for the status, and the headers that belong to it, like Allow."""
    about = getattr(error, "data", {})
    errors = about.get("errors") or about.get("messages", {}).get("json")
    response = error_page(error.code, detail=about.get("detail"), errors=errors)
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    return response


def csrf_failure(error):
    return error_page(403, detail=FORM_IS_OLD)


def database_unavailable(error):
    """Answer 503 while the database is out of reach."""
    if missing_tables(error):
        return tables_missing(error)
    current_app.logger.error("The database is out of reach", exc_info=error)
    return error_page(503)


def tables_missing(error):
    """Answer 500 for want of a table or a column. Any other mistake in a query is a surprise."""
    message = missing_tables(error)
    if not message:
        raise error
    current_app.logger.error("A query could not be run", exc_info=error)
    return error_page(500, detail=message if current_app.config["EXPLAIN_ERRORS"] else None)


def init_app(app):
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(CSRFError, csrf_failure)
    app.register_error_handler(ProgrammingError, tables_missing)
    for error in (OperationalError, InterfaceError, TimeoutError):
        app.register_error_handler(error, database_unavailable)
