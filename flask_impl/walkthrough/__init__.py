"""One profile page, built in steps (WALK). The application works without this package."""

from walkthrough.views import bp


def init_app(app):
    """Register the pages, with their filters and hooks."""
    app.register_blueprint(bp, url_prefix="/walkthrough")
