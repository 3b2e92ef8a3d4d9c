"""A cache in the memory of each process, whose look-ups are counted (METRICS-4)."""

from django.core.cache.backends import locmem

from ops.metrics import look_ups


class LocMemCache(locmem.LocMemCache):
    """Extends `django.core.cache.backends.locmem.LocMemCache`: counts each look-up."""

    def get(self, key, default=None, version=None):
        value = super().get(key, default, version)
        look_ups["miss" if value is default else "hit"].inc()
        return value
