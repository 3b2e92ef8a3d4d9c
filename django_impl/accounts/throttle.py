"""How often a password may be guessed (GUESS-1 to GUESS-5)."""

import logging
import time
from hashlib import sha256
from math import ceil
from threading import Lock

from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

WINDOW = 15 * 60  # seconds
TIMEOUTS = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}  # seconds
OUTAGE = 5  # seconds for which a cache that failed is left alone
logger = logging.getLogger(__name__)


class Locked(Exception):
    """Too many failed logins: nothing is judged for so many `seconds`."""

    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


class Counts(MovingWindowRateLimiter):
    """Counts of events by key, in eras: a lock ends one, so that the next begins with nothing."""

    def era(self, key):
        return str(self.storage.get(f"era/{key}"))

    def end_era(self, key, seconds):
        self.storage.incr(f"era/{key}", seconds)


class Throttle:
    """Counts failed logins by name and address, and by address alone.

    The counts are in the cache that `url` names; while it is away, in this process.
    """

    def __init__(self, url, name_limit, address_limit, lock_seconds):
        self.own = Counts(MemoryStorage())
        self.one_at_a_time = Lock()  # the storage in memory starts its timer in any thread
        self.shared = None
        if not url.startswith("locmem:"):
            self.shared = Counts(storage_from_string(url, wrap_exceptions=True, **TIMEOUTS))
        self.away_until = 0
        self.by_name = RateLimitItemPerSecond(name_limit, WINDOW, "failed by name")
        self.by_address = RateLimitItemPerSecond(address_limit, WINDOW, "failed by address")
        self.lock = RateLimitItemPerSecond(1, lock_seconds, "locked")

    def check(self, name, address):
        """Raise Locked while nothing may be judged for this name or from this address."""
        for _, key in self.counts(name, address):
            self.check_key(key)

    def check_key(self, key):
        end, free = self.ask("get_window_stats", self.lock, key)
        if not free:
            raise Locked(max(1, ceil(end - time.time())))

    def count_failure(self, name, address):
        """Count a failed login; raise Locked if others, at the same time, used up the limit."""
        for limit, key in self.counts(name, address):
            era = self.ask("era", key)
            self.check_key(key)  # after the era was read: the lock that ended it is set by then
            if not self.ask("hit", limit, key, era):
                raise Locked(self.lock.get_expiry())
            if self.ask("get_window_stats", limit, key, era).remaining <= 0:
                self.ask("hit", self.lock, key)
                self.ask("end_era", key, WINDOW + self.lock.get_expiry())

    def counts(self, name, address):
        """Return the limits that apply, each with the key of what it counts."""
        return [
            (self.by_name, sha256(f"{name}\n{address}".encode()).hexdigest()),
            (self.by_address, sha256(address.encode()).hexdigest()),
        ]

    def ask(self, method, *arguments):
        """Ask the shared counts or, while they are away, those of this process (GUESS-5)."""
        if self.shared and time.monotonic() >= self.away_until:
            try:
                return getattr(self.shared, method)(*arguments)
            except StorageError as error:
                self.away_until = time.monotonic() + OUTAGE
                logger.error("The cache is out of reach: %s", error.storage_error)
        with self.one_at_a_time:
            return getattr(self.own, method)(*arguments)
