"""Template filters and globals, for all templates."""

import re
from urllib.parse import urlencode

from flask import request
from markupsafe import Markup


def day(time):
    """Return a `<time>` element with the day: 22 November 2026."""
    return time_element(time, "%-d %B %Y")


def moment(time):
    """Return a `<time>` element with the minute: 22 Nov 2026, 18:05 UTC."""
    return time_element(time, "%-d %b %Y, %H:%M UTC")


def time_element(time, shown):
    """Return a `<time>` element: `datetime` in RFC 3339, the text in this format."""
    markup = Markup('<time datetime="{}">{}</time>')
    return markup.format(time.strftime("%Y-%m-%dT%H:%M:%SZ"), time.strftime(shown))


def linebreaksbr(text):
    """Return the text as markup, with `<br>` for line breaks."""
    return Markup("<br>").join(re.split(r"\r\n|\r|\n", text))


def querystring(**changes):
    """Return the query string of the request with these changes; None removes a parameter."""
    parameters = request.args.to_dict() | changes
    return "?" + urlencode({name: value for name, value in parameters.items() if value is not None})


def init_app(app):
    app.add_template_filter(day)
    app.add_template_filter(moment)
    app.add_template_filter(linebreaksbr)
    app.add_template_global(querystring)
