"""Error pages."""

from flask import render_template


def page_not_found(error):
    return render_template("404.html"), 404


def init_app(app):
    app.register_error_handler(404, page_not_found)
