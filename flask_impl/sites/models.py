"""Sites: a name and a colour for the pages at a host (SITE-1)."""

import re
from enum import StrEnum

from sqlalchemy import CheckConstraint, Identity, String
from sqlalchemy.orm import Mapped, mapped_column, validates

from core.extensions import db
from core.types import BIG_INTEGER
from core.validators import empty_if_invisible


class Colour(StrEnum):
    """The colours that style.css defines. Red is reserved for errors."""

    BLUE = "blue"
    GREEN = "green"
    TEAL = "teal"
    VIOLET = "violet"
    BROWN = "brown"


class Site(db.Model):
    """The name and the colour of the pages at one host."""

    __tablename__ = "sites"
    __table_args__ = (
        CheckConstraint("host = lower(host)", name="sites_host_is_lower_case"),
        CheckConstraint(
            "colour IN ('blue', 'green', 'teal', 'violet', 'brown')", name="sites_colour_is_known"
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BIG_INTEGER, Identity(), primary_key=True)
    host: Mapped[str] = mapped_column(String(253), unique=True)
    name: Mapped[str] = mapped_column(String(50))
    colour: Mapped[str] = mapped_column(String(10))

    @validates("host")
    def validate_host(self, column, host):
        """Raise ValueError if this is not a host name in lower case."""
        if len(host) > 253 or not re.fullmatch(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*", host):
            raise ValueError("host: Enter a host name without a port, such as www.example.com.")
        return host

    @validates("name")
    def validate_name(self, column, name):
        """Raise ValueError for unprintable characters, or if no character is visible."""
        if not 0 < len(name) <= 50:
            raise ValueError("name: Enter 1 to 50 characters.")
        if not name.isprintable() or not empty_if_invisible(name):
            raise ValueError("name: Enter printable characters only.")
        return name

    @validates("colour")
    def validate_colour(self, column, colour):
        """Raise ValueError for a colour that style.css does not define."""
        if colour not in list(Colour):
            raise ValueError(f"colour: Choose one of {', '.join(Colour)}.")
        return colour

    def __str__(self):
        return f"{self.host}: {self.name}, {self.colour}"
