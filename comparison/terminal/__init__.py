"""`make diff` and `make http`."""
