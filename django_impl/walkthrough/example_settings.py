"""Example settings for steps 10 and 11 (WALK-11, WALK-13)."""

GREETING = "Hello from a file"
TIME_ZONE = "UTC"  # a Settings object sets the time zone of the whole process
INSTALLED_APPS = ["profiles", "stats.apps.StatsConfig"]


class Example:
    GREETING = "Hello from a class"
