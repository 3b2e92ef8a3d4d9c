"""Throttling of failed logins (GUESS-1 to GUESS-5)."""

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
RETRY_AFTER = 5  # seconds before the next attempt to use a cache that failed
logger = logging.getLogger(__name__)


class TooManyAttempts(Exception):
    """Too many failed logins: passwords are not checked for this number of `seconds`."""

    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


class GenerationLimiter(MovingWindowRateLimiter):
    """Count events by key and generation: a lockout starts a new generation, with a count of 0."""

    def generation(self, key):
        return str(self.storage.get(f"generation/{key}"))

    def start_new_generation(self, key, seconds):
        self.storage.incr(f"generation/{key}", seconds)


class Throttle:
    """Count failed logins by username and IP address together, and by IP address alone.

    The counts are in the cache at `url` or, while that is unavailable, in this process.
    """

    def __init__(self, url, failures_per_username, failures_per_ip, lockout_seconds):
        self.local = GenerationLimiter(MemoryStorage())
        self.mutex = Lock()  # MemoryStorage is not thread-safe
        self.shared = None
        if not url.startswith("locmem:"):
            storage = storage_from_string(url, wrap_exceptions=True, **TIMEOUTS)
            self.shared = GenerationLimiter(storage)
        self.unavailable_until = 0
        self.per_username = RateLimitItemPerSecond(failures_per_username, WINDOW, "per_username")
        self.per_ip = RateLimitItemPerSecond(failures_per_ip, WINDOW, "per_ip")
        self.lockout = RateLimitItemPerSecond(1, lockout_seconds, "lockout")

    def check(self, username, ip_address):
        """Raise TooManyAttempts during a lockout of this username or IP address."""
        for _, key in self.limits_for(username, ip_address):
            self.check_key(key)

    def check_key(self, key):
        reset_time, remaining = self.call("get_window_stats", self.lockout, key)
        seconds = max(1, ceil(reset_time - time.time()))
        if seconds > self.lockout.get_expiry() + WINDOW:  # the clock was set back
            self.call("clear", self.lockout, key)
        elif not remaining:
            raise TooManyAttempts(seconds)

    def count_failure(self, username, ip_address):
        """Count a failed login; raise TooManyAttempts if concurrent failures reached the limit."""
        for limit, key in self.limits_for(username, ip_address):
            generation = self.call("generation", key)
            self.check_key(key)  # after reading the generation: a lockout sets its key first
            if not self.call("hit", limit, key, generation):
                raise TooManyAttempts(self.lockout.get_expiry())
            if self.call("get_window_stats", limit, key, generation).remaining <= 0:
                self.call("hit", self.lockout, key)
                self.call("start_new_generation", key, WINDOW + self.lockout.get_expiry())

    def limits_for(self, username, ip_address):
        """Return the limits that apply, each with the key of its count."""
        return [
            (self.per_username, sha256(f"{username}\n{ip_address}".encode()).hexdigest()),
            (self.per_ip, sha256(ip_address.encode()).hexdigest()),
        ]

    def call(self, method, *arguments):
        """Call a method of the shared limiter or, while it is unavailable, of the local one."""
        if self.shared and time.monotonic() >= self.unavailable_until:
            try:
                return getattr(self.shared, method)(*arguments)
            except (StorageError, ValueError) as error:  # ValueError: not a number
                self.unavailable_until = time.monotonic() + RETRY_AFTER
                logger.error("The cache is unavailable: %s", getattr(error, "storage_error", error))
        with self.mutex:
            return getattr(self.local, method)(*arguments)
