"""Tests of several replicas behind a proxy, which `make test-scale` runs."""
