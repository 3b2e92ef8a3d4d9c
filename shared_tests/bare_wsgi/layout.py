"""The page around every page. Templates are strings; values are escaped when they are filled in."""

from html import escape

from shared_tests.bare_wsgi.database import full_name
from shared_tests.bare_wsgi.visits import TOKEN_FIELD
from shared_tests.bare_wsgi.web import Response

NAME = "User profiles"
PAGE = """<!DOCTYPE html>
<html lang="en" data-colour="blue">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – {name}</title>
</head>
<body>
<header class="masthead"><p><a class="brand" href="/">{name}</a></p><ul>{links}</ul></header>
<main class="content">
<h1><span class="heading">{heading}</span></h1>
{content}
</main>
</body>
</html>
"""
ANONYMOUS = """
<li><a href="/accounts/signup/">Join</a></li>
<li><a href="/accounts/login/">Enter</a></li>
<li><a href="/profiles/">Everybody</a></li>
"""
AUTHENTICATED = """
<li><form method="post" action="/accounts/logout/" id="logout-form">{token}
<input type="submit" value="Leave"></form></li>
<li><a href="/profiles/">Everybody</a></li>
<li>You are <a href="/profile/" id="current-user">{name}</a></li>
"""
TOKEN = '<input type="hidden" name="{name}" value="{value}">'
ERROR = '<p id="error">Sorry: {reason}.</p><p><a href="/">Begin again</a></p>'


class HTML(str):
    """Text that is HTML already."""


def fill(template, **values):
    """Return a template as HTML, with its values escaped unless they are HTML."""
    escaped = {
        name: value if isinstance(value, HTML) else escape(str(value))
        for name, value in values.items()
    }
    return HTML(template.format(**escaped))


def join(parts):
    """Return parts of HTML as one."""
    return HTML("\n".join(parts))


def with_breaks(text):
    """Return text as HTML, with its line breaks."""
    return HTML(escape(text).replace("\n", "<br>"))


def csrf_field(visit):
    """Return the hidden field with the CSRF token, which every form has that changes something."""
    return fill(TOKEN, name=TOKEN_FIELD, value=visit.csrf_token)


def header_links(visit):
    """Return the links of the header for the current user."""
    if visit.user is None:
        return HTML(ANONYMOUS)
    return fill(AUTHENTICATED, token=csrf_field(visit), name=full_name(visit.user))


def page(request, heading, content, status=200, title=None):
    """Return a page for the current user, as a response."""
    links = header_links(request.visit)
    title = title or heading
    values = {"title": title, "heading": heading, "content": content, "links": links}
    return Response(fill(PAGE, name=NAME, **values), status)


def error_page(status):
    """Return the error page of a status. It names no user."""
    content = fill(ERROR, reason=status.phrase.lower())
    values = {"title": "Sorry", "heading": "This did not work", "content": content}
    return Response(fill(PAGE, name=NAME, links="", **values), status)
