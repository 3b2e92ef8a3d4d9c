"""Step 9: a value in many URLs that no view takes as an argument (WALK-10)."""

from flask import abort, g, render_template, url_for
from flask.typing import ResponseReturnValue

from walkthrough.steps import bp

GREETINGS = {"en": "Hello", "de": "Guten Tag", "fr": "Bonjour"}


@bp.url_value_preprocessor
def pop_language(endpoint, values):
    """Store the language of the URL on `g`, before the view runs."""
    g.language = values.pop("language", None)


@bp.url_defaults
def add_language(endpoint, values):
    """Add the current language to a URL that takes one, unless it is given."""
    if endpoint == "walkthrough.url_values" and g.get("language"):
        values.setdefault("language", g.language)


@bp.get("/url-values/")
@bp.get("/url-values/<language>/")
def url_values() -> ResponseReturnValue:
    language = g.language or "en"
    if language not in GREETINGS:  # not checked in pop_language, which runs before all hooks
        abort(404)
    context = {
        "greeting": GREETINGS[language],
        "urls": {each: url_for(".url_values", language=each) for each in GREETINGS},
        "same_language": url_for(".url_values"),
    }
    return render_template("walkthrough/url_values.html", **context)
