"""Starts the implementations. Nothing else in the suite refers to them by name."""
