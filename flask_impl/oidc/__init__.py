"""Login with an OpenID Connect provider. The application works without this package."""

from oidc.provider import context_processor
from oidc.views import bp


def init_app(app):
    """Register the pages, unless there is no provider (OIDC-1)."""
    app.context_processor(context_processor)
    if app.config["OIDC_ISSUER"]:
        app.register_blueprint(bp, url_prefix="/accounts")
