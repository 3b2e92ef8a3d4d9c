"""Tests of the application in a real browser. They have a large environment of their own."""
