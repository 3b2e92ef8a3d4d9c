"""Example settings for steps 10 and 11 (WALK-11, WALK-13)."""

GREETING = "Hello from a file"
BLUEPRINTS = {"profiles.views.bp": "/", "stats.views.bp": "/stats"}  # with their URL prefixes


class Example:
    GREETING = "Hello from a class"
