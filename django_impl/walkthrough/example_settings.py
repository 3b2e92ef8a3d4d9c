"""Settings for the table of step 10, where all ways lead to them (WALK-11)."""

GREETING = "Hello from a file"
TIME_ZONE = "UTC"  # a Settings object gives its time zone to the whole process
