"""Under which key the page of a person is kept for anonymous visitors (CACHE-1)."""

from hashlib import sha256

from flask import request, url_for

from sites.current import current_site, host_of

SECONDS = 300  # at most, so that what a new version of the templates makes is seen


def key_of(person):
    """Return a key that is another one as soon as anything is that the page shows.

    It is made of the row as it was just read: whoever changed it, the old page is not found again.
    """
    around = [host_of(request), str(current_site()), url_for("static", filename="style.css")]
    row = [getattr(person, column.key) for column in person.__table__.columns]
    return "page/" + sha256(repr([around, row]).encode()).hexdigest()
