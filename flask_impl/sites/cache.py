"""The site of the current request, from a cache in this process (SITE-1 to SITE-4)."""

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
DEFAULT_SITE = Site(name="User profiles", colour=Colour.BLUE)
RETRY_AFTER = 5  # seconds until the next attempt to load the sites after an error


class SiteCache:
    """The sites by host, as last loaded by this process."""

    def __init__(self):
        self.by_host = {}
        self.next_refresh_at = 0  # on the clock of time.monotonic
        self.lock = Lock()

    def refresh_if_due(self):
        """Load the sites if they are out of date. Other threads wait for the first load only."""
        is_first = not self.next_refresh_at
        if time.monotonic() < self.next_refresh_at or not self.lock.acquire(blocking=is_first):
            return
        try:
            if time.monotonic() >= self.next_refresh_at:
                self.load()
        finally:
            self.lock.release()

    def load(self):
        # Not with db.session: it may be in a failed transaction, or have unsaved changes.
        engine = db.engine.execution_options(without_transaction=True)
        try:
            with engine.connect() as connection:
                self.by_host = {site.host: site for site in connection.execute(select(Site))}
            self.next_refresh_at = time.monotonic() + current_app.config["SITES_CACHE_TTL"]
        except SQLAlchemyError:
            logger.exception("The sites could not be loaded")
            self.next_refresh_at = time.monotonic() + RETRY_AFTER


def get_current_site(allow_query=True):
    """Return the site of the current request; without `allow_query`, from the cache only."""
    sites = current_app.extensions["sites"]
    try:
        host = get_host(request.environ, current_app.config["ALLOWED_HOSTS"])
    except SecurityError:
        return DEFAULT_SITE
    if allow_query:
        sites.refresh_if_due()
    return sites.by_host.get(host.partition(":")[0].lower().removesuffix("."), DEFAULT_SITE)


def context_processor():
    """Add `current_site` to the context."""
    return {"current_site": get_current_site()}


def init_app(app):
    app.extensions["sites"] = SiteCache()
    app.context_processor(context_processor)
