"""What is kept in the cache, and how often it is found there (METRICS-4)."""

import time

from django.core.cache import cache

from ops.metrics import figures


def get_or_set(key, make, seconds):
    """Return what is kept under a key; where there is nothing, make it and keep it."""
    value = cache.get(key)
    if value is not None:
        figures["hit"].inc()
        return value
    is_away = time.monotonic() < getattr(cache, "away_until", 0)
    figures["error" if is_away else "miss"].inc()
    value = make()
    cache.set(key, value, seconds)
    return value
