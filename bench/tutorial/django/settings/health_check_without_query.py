"""Before the first query of a request, the socket is polled."""

from settings.health_check_with_query import *
from settings.health_check_with_query import DATABASES

DATABASES["default"]["ENGINE"] = "ops.postgresql"  # of django_impl
