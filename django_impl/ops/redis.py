"""A cache in Redis or Valkey that may be unavailable (CACHE-3), with metrics (METRICS-4)."""

import logging
import time

from django.core import signing
from django.core.cache.backends import redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from redis.exceptions import RedisError

from ops.metrics import cache_lookups

RETRY_AFTER = 5  # seconds before the next attempt to use a cache that failed
logger = logging.getLogger(__name__)


class Serializer:
    """Signed JSON instead of pickle: nothing in a shared cache is executed or trusted."""

    def dumps(self, value):
        return signing.dumps(value, salt="cache")

    def loads(self, data):
        return signing.loads(data.decode(errors="replace"), salt="cache")


class RedisCache(redis.RedisCache):
    """Extends `RedisCache`: while the server is unavailable, the cache is empty."""

    unavailable_until = 0  # shared by all threads, each of which has its own instance

    def get(self, key, default=None, version=None):
        value = self.call(default, super().get, key, default, version)
        is_unavailable = time.monotonic() < self.unavailable_until
        cache_lookups[
            "hit" if value is not default else "error" if is_unavailable else "miss"
        ].inc()
        return value

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self.call(None, super().set, key, value, timeout, version)

    @classmethod
    def call(cls, fallback, method, *arguments):
        """Return the result of a method of the cache, or `fallback` if it is unavailable."""
        if time.monotonic() >= cls.unavailable_until:
            try:
                return method(*arguments)
            except signing.BadSignature:
                logger.error("The cache contains data that this application did not write.")
            except RedisError as error:
                cls.unavailable_until = time.monotonic() + RETRY_AFTER
                logger.error("The cache is unavailable: %s", error)
        return fallback
