"""The site of the current request, from a cache in this process (SITE-1 to SITE-4)."""

import logging
import time
from threading import Lock

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import Error
from django.http.request import split_domain_port
from django.utils.functional import SimpleLazyObject

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
        try:
            self.by_host = {site.host: site for site in Site.objects.all()}
            self.next_refresh_at = time.monotonic() + settings.SITES_CACHE_TTL
        except Error:
            logger.exception("The sites could not be loaded")
            self.next_refresh_at = time.monotonic() + RETRY_AFTER


sites = SiteCache()


def get_current_site(request, allow_query=True):
    """Return the site of the current request; without `allow_query`, from the cache only."""
    try:
        host = split_domain_port(request.get_host())[0]
    except DisallowedHost:
        return DEFAULT_SITE
    return get_site(host, allow_query)


def get_site(host, allow_query=True):
    """Return the site of a host."""
    if allow_query:
        sites.refresh_if_due()
    return sites.by_host.get(host, DEFAULT_SITE)


def context_processor(request):
    """Add `current_site` to the context. The context of LoginView has a `site` already."""
    return {"current_site": SimpleLazyObject(lambda: get_current_site(request))}
