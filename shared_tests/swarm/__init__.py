"""Tests of a stack on Docker Swarm, run by `make test-swarm`."""
