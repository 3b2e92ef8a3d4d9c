"""A shared cache, which may be away (CACHE-3), and whose look-ups are counted (METRICS-4)."""

import logging
import time

from django.core.cache.backends import redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from redis.exceptions import RedisError

from ops.metrics import look_ups

OUTAGE = 5  # seconds for which a cache that failed is left alone
logger = logging.getLogger(__name__)


class RedisCache(redis.RedisCache):
    """A shared cache. While it is away nothing is found there, and nothing is kept."""

    away_until = 0  # for all threads, each of which has an object of its own

    def get(self, key, default=None, version=None):
        value = self.ask(default, super().get, key, default, version)
        is_away = time.monotonic() < self.away_until
        look_ups["hit" if value is not default else "error" if is_away else "miss"].inc()
        return value

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask(None, super().set, key, value, timeout, version)

    @classmethod
    def ask(cls, otherwise, method, *arguments):
        """Return what a method of the cache returns, or `otherwise` where it can't be asked."""
        if time.monotonic() >= cls.away_until:
            try:
                return method(*arguments)
            except (RedisError, ValueError) as error:  # ValueError: what is there is no JSON
                cls.away_until = time.monotonic() + OUTAGE
                logger.error("The cache is out of reach: %s", error)
        return otherwise
