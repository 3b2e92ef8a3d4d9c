"""A shared cache, which may be away (CACHE-3), and whose look-ups are counted (METRICS-4)."""

import logging
import time

from cachelib.serializers import JSONSerializer
from flask_caching.backends import rediscache
from redis.exceptions import RedisError

from ops.metrics import look_ups

OUTAGE = 5  # seconds for which a cache that failed is left alone
logger = logging.getLogger(__name__)


class Serializer(JSONSerializer):
    """Data only: nothing that others may have put into a shared cache is executed."""

    def loads(self, value):
        return value and super().loads(value)


class RedisCache(rediscache.RedisCache):
    """A shared cache. While it is away nothing is found there, and nothing is kept."""

    serializer = Serializer()
    away_until = 0

    def get(self, key):
        value = self.ask(super().get, key)
        is_away = time.monotonic() < self.away_until
        look_ups["hit" if value is not None else "error" if is_away else "miss"].inc()
        return value

    def set(self, key, value, timeout=None):
        return self.ask(super().set, key, value, timeout)

    @classmethod
    def ask(cls, method, *arguments):
        """Return what a method of the cache returns, or None where it can't be asked."""
        if time.monotonic() >= cls.away_until:
            try:
                return method(*arguments)
            except RedisError as error:
                cls.away_until = time.monotonic() + OUTAGE
                logger.error("The cache is out of reach: %s", error)
        return None
