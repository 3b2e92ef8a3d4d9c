"""The ASGI application, as `django-admin startproject` creates it."""

from django.core.asgi import get_asgi_application

application = get_asgi_application()
