"""Sites: a name and a colour for the pages at a host (SITE-1)."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from core.validators import empty_if_invisible

validate_host = RegexValidator(
    r"\A[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*\Z",
    "Enter a host name without a port, such as www.example.com.",
)


def validate_name(name):
    """Raise ValidationError for unprintable characters, or if no character is visible."""
    if not name.isprintable() or not empty_if_invisible(name):
        raise ValidationError("Enter printable characters only.")


class Colour(models.TextChoices):
    """The colours that style.css defines. Red is reserved for errors."""

    BLUE = "blue"
    GREEN = "green"
    TEAL = "teal"
    VIOLET = "violet"
    BROWN = "brown"


class Site(models.Model):
    """The name and the colour of the pages at one host."""

    host = models.CharField(max_length=253, unique=True, validators=[validate_host])
    name = models.CharField(max_length=50, validators=[validate_name])
    colour = models.CharField(max_length=10, choices=Colour.choices)

    class Meta:
        db_table = "sites"
        constraints = [
            models.CheckConstraint(
                condition=Q(host=Lower("host")), name="sites_host_is_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(colour__in=Colour.values), name="sites_colour_is_known"
            ),
        ]

    def __str__(self):
        return f"{self.host}: {self.name}, {self.colour}"
