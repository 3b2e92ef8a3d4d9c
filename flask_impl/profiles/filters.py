"""Template filters of our own."""

from markupsafe import Markup


def linebreaksbr(text):
    """Return the text as markup, with `<br>` for each line break."""
    return Markup("<br>").join(text.splitlines())


def init_app(app):
    app.add_template_filter(linebreaksbr)
