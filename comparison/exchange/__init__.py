"""Requests to both implementations, and the differences between the responses."""
