"""A cache in Redis or Valkey that may be unavailable (CACHE-3), with metrics (METRICS-4)."""

import logging
import time

from flask import current_app
from flask_caching.backends import rediscache
from itsdangerous import BadSignature, URLSafeSerializer
from redis.exceptions import RedisError

from ops.metrics import cache_lookups

RETRY_AFTER = 5  # seconds before the next attempt to use a cache that failed
logger = logging.getLogger(__name__)


class Serializer:
    """Signed JSON instead of pickle: nothing in a shared cache is executed or trusted."""

    def dumps(self, value):
        return URLSafeSerializer(current_app.secret_key, salt="cache").dumps(value)

    def loads(self, data):
        if data is None:
            return None
        return URLSafeSerializer(current_app.secret_key, salt="cache").loads(data)


class RedisCache(rediscache.RedisCache):
    """Extends `RedisCache`: while the server is unavailable, the cache is empty."""

    serializer = Serializer()
    unavailable_until = 0

    def get(self, key):
        value = self.call(super().get, key)
        is_unavailable = time.monotonic() < self.unavailable_until
        cache_lookups["hit" if value is not None else "error" if is_unavailable else "miss"].inc()
        return value

    def set(self, key, value, timeout=None):
        return self.call(super().set, key, value, timeout)

    @classmethod
    def call(cls, method, *arguments):
        """Return the result of a method of the cache, or None if it is unavailable."""
        if time.monotonic() >= cls.unavailable_until:
            try:
                return method(*arguments)
            except BadSignature:
                logger.error("The cache contains data that this application did not write.")
            except RedisError as error:
                cls.unavailable_until = time.monotonic() + RETRY_AFTER
                logger.error("The cache is unavailable: %s", error)
        return None
