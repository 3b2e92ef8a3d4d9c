"""The WSGI application."""

from app import create_app

application = create_app()


def start_tasks():
    """Start what runs in the background. The server calls this in each of its processes."""
    application.extensions["background"].start()
