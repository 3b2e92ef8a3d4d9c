"""The site of the comparison in a real browser, in the environment of shared_tests/browser."""
