"""Template filters."""

import re

from markupsafe import Markup


def linebreaksbr(text):
    """Return the text as markup, with `<br>` for line breaks."""
    return Markup("<br>").join(re.split(r"\r\n|\r|\n", text))


def init_app(app):
    app.add_template_filter(linebreaksbr)
