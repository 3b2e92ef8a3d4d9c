"""Updates of both implementations, under load."""

import pytest

from runner.run_swarm_tests import PREFIX
from runner.swarm import deploy
from shared_tests.scale.compose import wait_until
from shared_tests.swarm.stack import containers, healthy, image, update_state


@pytest.fixture
def names(targets):
    """The names of the services that are updated."""
    return [target.name for target in targets]


def succeeded(job):
    """Return whether a container of a job has done it; others have failed, and were replaced."""
    return (job["State"]["Status"], job["State"]["ExitCode"]) == ("exited", 0)


@pytest.mark.spec("SWARM-2", "SWARM-4")
def test_updates_that_add_and_drop_a_column_fail_no_request(load, names):
    with load("GET", "POST"):
        for version in ("add", "forget"):
            before = {name: healthy(name) for name in names}
            deploy("prepare.yml", f"{PREFIX}{version}")
            deploy("stack.yml", f"{PREFIX}{version}")
            for name in names:
                assert update_state(name) == "completed"
                assert len(before[name]) == len(healthy(name)) == 3
                assert before[name] & healthy(name) == set()
        deploy("prepare.yml", f"{PREFIX}drop")


@pytest.mark.spec("SWARM-3")
@pytest.mark.parametrize("version", ["failing", "unready"])
def test_version_that_does_not_become_healthy_is_rolled_back(load, names, version):
    before = {name: (image(name), healthy(name)) for name in names}
    with load("GET", "POST"):
        deploy("stack.yml", f"{PREFIX}{version}")
        for name in names:
            wait_until(lambda name=name: update_state(name) == "rollback_completed", 120)
    for name in names:
        assert (image(name), healthy(name)) == before[name]


@pytest.mark.spec("SWARM-4")
def test_migrations_end_before_replicas_start(names):
    for name in names:
        jobs = [job for job in containers(f"prepare-{name}", "--all") if succeeded(job)]
        finished = {job["Config"]["Image"]: job["State"]["FinishedAt"] for job in jobs}
        for replica in containers(name):
            assert finished[replica["Config"]["Image"]] < replica["State"]["StartedAt"]


@pytest.mark.spec("SWARM-5")
def test_no_variable_of_a_container_contains_a_secret(names, secrets):
    for name in names:
        for service in (name, f"worker-{name}", f"prepare-{name}"):
            for container in containers(service, "--all"):
                values = " ".join(container["Config"]["Env"])
                assert "SECRET_KEY_FILE=/run/secrets/" in values
                assert not [secret for secret in secrets if secret in values]
