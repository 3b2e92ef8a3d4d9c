"""One implementation is killed under load, and the other one responds."""

import time

import pytest

from shared_tests.scale.load import ACCEPTED, Load
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user


@pytest.mark.spec("SHARE-7")
@pytest.mark.parametrize("position", [0, 1])
def test_killed_implementation_fails_no_get_and_loses_no_acknowledged_change(pair, position):
    if not pair.database.startswith("postgresql"):
        pytest.skip("SQLite locks the whole database, so under load requests may fail")
    server = list(pair.servers.values())[position]
    member = Browser(pair.url)
    user = new_user()
    member.sign_up(**user)
    with Load(pair.url) as load:
        server.kill()
        time.sleep(3)
        survivors = {member.get("/profile/").headers["X-Served-By"] for _ in range(20)}
        server.start("./serve.sh").wait()
    assert survivors == pair.servers.keys() - {server.implementation["name"]}
    assert load.seen("GET") == {200}
    assert load.seen("POST") & ACCEPTED
    assert load.faults() == []
    assert member.get("/profile/").current_user == user["username"]
