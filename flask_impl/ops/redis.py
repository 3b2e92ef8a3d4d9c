"""A cache in Redis or Valkey that may be unavailable (CACHE-3), with metrics (METRICS-4)."""

import logging
import time

from cachelib.serializers import JSONSerializer
from flask_caching.backends import rediscache
from redis.exceptions import RedisError

from ops.metrics import cache_lookups

RETRY_AFTER = 5  # seconds before the next attempt to use a cache that failed
logger = logging.getLogger(__name__)


class Serializer(JSONSerializer):
    """JSON instead of pickle: data in a shared cache must not be executable."""

    def loads(self, value):
        return value and super().loads(value)


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
            except RedisError as error:
                cls.unavailable_until = time.monotonic() + RETRY_AFTER
                logger.error("The cache is unavailable: %s", error)
        return None
