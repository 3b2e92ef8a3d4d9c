"""Settings for the table of step 10, where several ways lead to them (WALK-11)."""

GREETING = "Hello from a file"
