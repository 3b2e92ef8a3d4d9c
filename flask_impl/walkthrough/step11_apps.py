"""Step 11: blueprints from a list of import strings in the settings (WALK-13)."""

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from werkzeug.utils import import_string

from core import converters
from walkthrough import example_settings
from walkthrough.steps import bp


def create_app(settings):
    """Return an application with the blueprints that the settings list."""
    app = Flask(__name__)
    app.config.from_object(settings)
    converters.init_app(app)  # before the routes that need them
    for import_name, url_prefix in app.config["BLUEPRINTS"].items():
        app.register_blueprint(import_string(import_name), url_prefix=url_prefix)
    return app


@bp.get("/apps/")
def apps() -> ResponseReturnValue:
    app = create_app(example_settings)
    return render_template("walkthrough/apps.html", apps=app.blueprints.values())
