"""A cache in the memory of each process, whose look-ups are counted (METRICS-4)."""

from flask_caching.backends import simplecache

from ops.metrics import look_ups


class SimpleCache(simplecache.SimpleCache):
    """Extends `flask_caching.backends.simplecache.SimpleCache`: counts each look-up."""

    def get(self, key):
        value = super().get(key)
        look_ups["miss" if value is None else "hit"].inc()
        return value
