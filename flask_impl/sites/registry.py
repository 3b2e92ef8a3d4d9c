"""The site that was asked: what its pages are called, and their colour (SITE-1 to SITE-4)."""

import logging
import time
from threading import Lock

from flask import current_app, request
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import SecurityError
from werkzeug.wsgi import get_host

from core.extensions import db
from sites.models import Colour, Site

logger = logging.getLogger(__name__)
DEFAULT = Site(name="User profiles", colour=Colour.BLUE)
RETRY = 5  # seconds after which they are read again where that failed


class Sites:
    """The sites by host, as this process has last read them."""

    def __init__(self):
        self.by_host = {}
        self.due = 0  # when they are to be read again, on the clock of time.monotonic
        self.reading = Lock()

    def refresh(self):
        """Read them where that is due. Only the first time do others wait for the one who does."""
        if time.monotonic() < self.due or not self.reading.acquire(blocking=not self.due):
            return
        try:
            if time.monotonic() >= self.due:
                self.read()
        finally:
            self.reading.release()

    def read(self):
        # Not by the session: that may be broken, when an error page asks, or hold what is unsaved.
        engine = db.engine.execution_options(without_transaction=True)
        try:
            with engine.connect() as connection:
                self.by_host = {site.host: site for site in connection.execute(select(Site))}
            self.due = time.monotonic() + current_app.config["SITES_SECONDS"]
        except SQLAlchemyError:
            logger.exception("The sites could not be read")
            self.due = time.monotonic() + RETRY


def host_of(request):
    """Return the host that was asked, in lower case and without port; raise SecurityError."""
    host = get_host(request.environ, current_app.config["ALLOWED_HOSTS"])
    return host.partition(":")[0].lower().removesuffix(".")


def current_site(ask=True):
    """Return the site of this request. Without `ask`, it is one that the process knows already."""
    sites = current_app.extensions["sites"]
    try:
        host = host_of(request)
    except SecurityError:
        return DEFAULT
    if ask:
        sites.refresh()
    return sites.by_host.get(host, DEFAULT)


def context_processor():
    """Give templates the site."""
    return {"current_site": current_site()}


def init_app(app):
    app.extensions["sites"] = Sites()
    app.context_processor(context_processor)
