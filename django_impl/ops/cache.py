"""A cache in the memory of each process, with metrics (METRICS-4)."""

from django.core.cache.backends import locmem

from ops.metrics import cache_lookups


class LocMemCache(locmem.LocMemCache):
    """Extends `django.core.cache.backends.locmem.LocMemCache`: counts hits and misses."""

    def get(self, key, default=None, version=None):
        value = super().get(key, default, version)
        cache_lookups["miss" if value is default else "hit"].inc()
        return value
