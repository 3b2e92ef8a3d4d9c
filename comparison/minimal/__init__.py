"""Minimal versions of topics, with the checks that both versions of a topic pass."""
