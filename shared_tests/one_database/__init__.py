"""Tests of both implementations on one database, run by `make test-shared`."""
