"""Tests of several replicas behind a proxy, run by `make test-scale`."""
