"""A template filter and a template function of our own."""

import re
from urllib.parse import urlencode

from flask import request
from markupsafe import Markup


def linebreaksbr(text):
    """Return the text as markup, with `<br>` for each line break."""
    return Markup("<br>").join(re.split(r"\r\n|\r|\n", text))


def querystring(**changes):
    """Return the query of this request, with some parameters changed or, for None, left out."""
    parameters = {name: request.args[name] for name in request.args} | changes
    return "?" + urlencode({name: value for name, value in parameters.items() if value is not None})


def init_app(app):
    app.add_template_filter(linebreaksbr)
    app.add_template_global(querystring)
