"""Step 9: a value that is in many addresses, and that no view takes as an argument (WALK-10)."""

from flask import abort, g, render_template, url_for

from walkthrough.steps import bp

GREETINGS = {"en": "Hello", "de": "Guten Tag", "fr": "Bonjour"}


@bp.url_value_preprocessor
def take_language(endpoint, values):
    """Keep the language of the address with the request, before the view."""
    g.language = values.pop("language", None)


@bp.url_defaults
def add_language(endpoint, values):
    """Put the language into an address that takes one and was not given one."""
    if endpoint == "walkthrough.url_values" and g.get("language"):
        values.setdefault("language", g.language)


@bp.get("/url-values/")
@bp.get("/url-values/<language>/")
def url_values():
    language = g.language or "en"
    if language not in GREETINGS:  # not above, where no function before a request has run yet
        abort(404)
    urls = {each: url_for(".url_values", language=each) for each in GREETINGS}
    context = {"greeting": GREETINGS[language], "again": url_for(".url_values"), "urls": urls}
    return render_template("walkthrough/url_values.html", **context)
