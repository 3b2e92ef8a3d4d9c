"""Users notice nothing while an application moves, and each step can be taken back."""

import pytest

pytestmark = pytest.mark.slow


def problems(walk, kind):
    return [problem for problem in walk.problems if problem[0] == kind]


def test_the_promised_tests_pass_after_every_step(walk):
    failed = {
        number: [name for name, test in run["tests"].items() if test["outcome"] == "failed"]
        for number, run in walk.results.items()
    }
    assert failed == {number: [] for number in range(1, len(walk.road.steps) + 1)}


def test_users_stay_logged_in(walk):
    assert problems(walk, "logins") == []


def test_forms_that_were_open_at_a_step_can_be_submitted(walk):
    assert problems(walk, "open forms") == []


def test_reset_links_that_were_sent_before_a_step_work_after_it(walk):
    assert problems(walk, "reset links") == []


def test_api_tokens_work_after_a_step_and_after_its_way_back(walk):
    if walk.road.name != "flask-to-django":
        pytest.skip("The tests of this road make an API token with a command.")
    assert problems(walk, "API tokens") == []


def test_every_step_can_be_taken_back(walk):
    assert problems(walk, "way back") == []


def test_no_request_fails_while_the_application_moves(walk):
    assert walk.load.number > 10 * len(walk.road.steps)
    assert walk.load.failures == []


def test_everybody_has_the_same_primary_key(walk):
    assert len(walk.people) > 30
    found = walk.read_people()
    assert {pk: found.get(pk) for pk in walk.people} == walk.people


def test_everybody_logs_in_with_the_old_password_which_upgrades_the_hash(walk):
    before = count_hashes(walk)
    people = [name for name in walk.people.values() if name != "admin"]
    assert [name for name in people if not walk.is_logged_in(walk.log_in(name))] == []
    after = count_hashes(walk)
    assert sum(before.values()) == sum(after.values())
    assert sum(max(0, after[name] - before.get(name, 0)) for name in after) > 20


def count_hashes(walk):
    """Return the number of hashes of each algorithm."""
    lines = walk.move.run(walk.move.number, walk.road.count_hashes).splitlines()
    return {name: int(number) for name, number in map(str.split, lines)}
