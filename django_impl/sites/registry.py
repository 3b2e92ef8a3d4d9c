"""The site that was asked: what its pages are called, and their colour (SITE-1 to SITE-4)."""

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
        try:
            self.by_host = {site.host: site for site in Site.objects.all()}
            self.due = time.monotonic() + settings.SITES_SECONDS
        except Error:
            logger.exception("The sites could not be read")
            self.due = time.monotonic() + RETRY


sites = Sites()


def host_of(request):
    """Return the host that was asked, in lower case and without port; raise DisallowedHost."""
    return split_domain_port(request.get_host())[0]


def current_site(request, ask=True):
    """Return the site of this request. Without `ask`, it is one that the process knows already."""
    try:
        host = host_of(request)
    except DisallowedHost:
        return DEFAULT
    if ask:
        sites.refresh()
    return sites.by_host.get(host, DEFAULT)


def context_processor(request):
    """Give templates the site, if they use it; `site` is what LoginView calls one of its own."""
    return {"current_site": SimpleLazyObject(lambda: current_site(request))}
