"""The debug toolbar, in development only (SETTINGS-8)."""

from flask_debugtoolbar import DebugToolbarExtension

CONTENT_SECURITY_POLICY = "default-src 'self' 'unsafe-inline' data:"


def allow_scripts(response):
    """Allow the scripts and styles of the toolbar, which the policy of the other pages forbids."""
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


def init_app(app):
    app.after_request(allow_scripts)
    DebugToolbarExtension(app)
