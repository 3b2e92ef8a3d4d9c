"""DEBUG is on, as `django-admin startproject` leaves it."""

from settings.persistent_connections import *

DEBUG = True
