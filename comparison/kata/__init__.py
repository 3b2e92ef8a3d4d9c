"""Exercises: a topic is removed from a copy of one implementation, and written again."""
