"""A cache in the memory of each process, with metrics (METRICS-4)."""

from flask_caching.backends import simplecache

from ops.metrics import cache_lookups


class SimpleCache(simplecache.SimpleCache):
    """Extends `flask_caching.backends.simplecache.SimpleCache`: counts hits and misses."""

    def get(self, key):
        value = super().get(key)
        cache_lookups["miss" if value is None else "hit"].inc()
        return value
