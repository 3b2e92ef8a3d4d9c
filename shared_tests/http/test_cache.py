"""The cache: invalidation in every process, and responses while the cache is unavailable."""

import json
import pickle
import time
from pathlib import Path
from threading import Thread

import pytest
from fakeredis import TcpFakeServer
from redis import Redis

from runner import cache_server
from shared_tests.support import admin_pages
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user, random_name
from shared_tests.support.statistics_page import get_counts
from shared_tests.support.target import NOT_OFFERED

TIMES = 8  # requests: enough to reach nearly every process


def pages(client, path):
    """Request a page several times, each over a new connection; return the pages."""
    return [client.get(path, headers={"Connection": "close"}) for _ in range(TIMES)]


def texts_at(client, path, selector="#location"):
    """Return the texts that all processes show at a selector of a page."""
    return {page.select_text(selector) or "" for page in pages(client, path)}


def statuses(client, path):
    """Return the response statuses of all processes."""
    return {page.status for page in pages(client, path)}


@pytest.fixture
def redis_client():
    """A client of a server that speaks the Redis protocol."""
    with TcpFakeServer(("127.0.0.1", 0), server_type="valkey") as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with Redis(port=server.server_address[1]) as client:
            yield client
        server.shutdown()


@pytest.fixture
def shared_cache_client(start, redis_client):
    """An anonymous client of a server whose two processes share a cache."""
    port = redis_client.connection_pool.connection_kwargs["port"]
    server = start(CACHE_URL=f"redis://127.0.0.1:{port}/0", WORKERS="2")
    return Browser(server.url)


@pytest.fixture
def profile_path(open_browser, account):
    """The path of the profile of `account`, after sign-up and anonymous requests."""
    client = open_browser()
    client.sign_up(**account)
    path = f"/profile/{account['username']}/"
    assert texts_at(open_browser(), path) == {""}
    return path


@pytest.mark.spec("CACHE-1")
def test_every_process_returns_the_same_response(profile_path, open_browser):
    found = pages(open_browser(), profile_path)
    ids = {page.headers.pop("X-Request-ID") for page in found}
    dates = [page.headers.pop("Date") for page in found]
    assert len(ids) == len(dates) == TIMES
    if len({page.headers.pop("X-Served-By", "") for page in found}) == 1:
        assert {page.response.text for page in found} == {found[0].response.text}
    for page in found:  # of several implementations, whose markup may differ
        page.headers.pop("Content-Length")
    assert all(page.headers == found[0].headers for page in found)
    assert all(page.main == found[0].main for page in found)
    assert "Set-Cookie" not in found[0].headers


@pytest.mark.spec("CACHE-1")
def test_profile_edit_form_updates_the_page_at_once(profile_path, open_browser, account):
    client = open_browser()
    client.log_in(account["username"], account["password1"])
    client.get("/accounts/edit/")
    client.submit("profile-form", email=account["email"], location="Kyiv", visibility="public")
    assert texts_at(open_browser(), profile_path) == {"Kyiv"}


@pytest.mark.spec("CACHE-1")
def test_api_patch_updates_the_page_at_once(token_client, open_browser, account):
    path = f"/profile/{account['username']}/"
    texts_at(open_browser(), path)
    assert (
        token_client("profile:write").patch("/api/profile/", json={"location": "Kyiv"}).status_code
        == 200
    )
    assert texts_at(open_browser(), path) == {"Kyiv"}


@pytest.mark.spec("CACHE-1")
def test_admin_edit_updates_the_page_at_once(profile_path, open_browser, account, superuser):
    admin_pages.edit(superuser, account["username"], Location="Kyiv")
    assert texts_at(open_browser(), profile_path) == {"Kyiv"}


@pytest.mark.spec("CACHE-1")
@pytest.mark.parametrize(
    ("column", "selector"),
    [
        ("first_name", "h1"),
        ("last_name", "title"),
        ("bio", "#bio"),
        ("location", "#location"),
        ("website", "#website"),
    ],
)
def test_direct_database_update_updates_the_page_at_once(
    profile_path, open_browser, account, database, column, selector
):
    database.rows(
        f"UPDATE users SET {column} = 'Kyiv' WHERE username = :name", name=account["username"]
    )
    (text,) = texts_at(open_browser(), profile_path, selector)
    assert "Kyiv" in text


@pytest.mark.spec("CACHE-1")
def test_new_username_removes_the_page_at_the_old_url(
    profile_path, open_browser, account, database
):
    name = random_name()
    database.rows(
        "UPDATE users SET username = :name WHERE username = :old",
        name=name,
        old=account["username"],
    )
    client = open_browser()
    assert statuses(client, profile_path) == {404}
    assert texts_at(client, f"/profile/{name}/", "#username") == {name}


@pytest.mark.spec("CACHE-1", "VISIBLE-3", "VISIBLE-4")
@pytest.mark.parametrize("change", ["is_active = false", "visibility = 'private'"])
def test_deactivated_or_private_user_returns_404_at_once(
    profile_path, open_browser, account, database, change
):
    database.rows(f"UPDATE users SET {change} WHERE username = :name", name=account["username"])
    client = open_browser()
    assert statuses(client, profile_path) == {404}


@pytest.mark.spec("CACHE-1", "VISIBLE-2")
def test_members_visibility_redirects_anonymous_users_at_once(
    profile_path, open_browser, account, database
):
    database.rows(
        "UPDATE users SET visibility = 'members' WHERE username = :name", name=account["username"]
    )
    client = open_browser()
    assert {page.path for page in pages(client, profile_path)} == {
        f"/accounts/login/?next={profile_path}"
    }


@pytest.mark.spec("CACHE-1")
def test_every_process_of_a_shared_cache_shows_an_edit_at_once(shared_cache_client, account):
    member = Browser(shared_cache_client.base_url)
    member.sign_up(**account)
    path = f"/profile/{account['username']}/"
    for location in ("Kyiv", "Lviv", "Odesa", "Poltava"):
        member.get("/accounts/edit/")
        member.submit(
            "profile-form", email=account["email"], location=location, visibility="public"
        )
        assert texts_at(shared_cache_client, path) == {location}
    member.get("/accounts/edit/")
    member.submit("profile-form", email=account["email"], location="Kyiv", visibility="private")
    assert statuses(shared_cache_client, path) == {404}


@pytest.mark.spec("CACHE-2")
def test_page_shows_the_username_of_the_current_user_only(open_browser, account, profile_path):
    member, client = open_browser(), open_browser()
    member.log_in(account["username"], account["password1"])
    for _ in range(2):
        assert {page.current_user for page in pages(member, profile_path)} == {account["username"]}
        assert {page.current_user for page in pages(client, profile_path)} == {None}
    assert not client.page.soup.select("form, [href='/accounts/edit/']")


@pytest.mark.spec("CACHE-3")
@pytest.mark.parametrize("is_silent", [False, True], ids=["refuses", "is silent"])
def test_pages_are_rendered_without_delay_while_the_cache_is_unavailable(
    start, silent_server, is_silent
):
    port = silent_server if is_silent else 1
    server = start(CACHE_URL=f"redis://127.0.0.1:{port}/0", WORKERS="1")
    client = Browser(server.url)
    for path in ["/stats/", "/profile/1/", "/profile/kurt/"] * 5:
        started = time.monotonic()
        assert client.get(path).status == 200
        assert time.monotonic() - started < 4  # seconds, more than one attempt takes
    assert 1 <= server.log().count("The cache is unavailable") < 5  # the cache is skipped meanwhile


@pytest.mark.spec("STATS-2", "SETTINGS-1")
def test_statistics_in_a_shared_cache_expire(start, redis_client):
    port = redis_client.connection_pool.connection_kwargs["port"]
    server = start(CACHE_URL=f"redis://127.0.0.1:{port}/0", STATS_CACHE_TTL="1")
    client = Browser(server.url)
    before = get_counts(client.get("/stats/"))
    Browser(server.url).sign_up(**new_user())
    time.sleep(1.5)
    assert get_counts(client.get("/stats/")) != before


class Bomb:
    """An object that creates a file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


@pytest.mark.spec("CACHE-3")
@pytest.mark.parametrize(
    "data", [b"", b"5", b"[]", b"{}", b"\xff", b'{"signups": [], "visibilities": []}']
)
def test_foreign_data_in_the_cache_is_ignored(start, redis_client, data):
    port = redis_client.connection_pool.connection_kwargs["port"]
    server = start(CACHE_URL=f"redis://127.0.0.1:{port}/0")
    client = Browser(server.url)
    client.get("/stats/")
    for key in redis_client.scan_iter():
        redis_client.set(key, data)
    page = client.get("/stats/")
    assert page.status == 200
    assert len(page.soup.select("#signups tbody tr")) == 12
    lines = [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]
    assert [line["event"] for line in lines if line["level"] == "error"]


@pytest.mark.spec("GUESS-5", "CACHE-3")
@pytest.mark.parametrize("data", [b"x", b"[]", b"\xff", b"1.5"])
def test_failed_logins_are_counted_with_foreign_data_in_the_cache(start, data):
    with cache_server.running() as cache_url:
        if not cache_url:
            pytest.skip(NOT_OFFERED)
        variables = {"LOGIN_FAILURES_PER_USERNAME": "2", "LOGIN_LOCKOUT_SECONDS": "1"}
        client = Browser(start(CACHE_URL=cache_url, **variables).url)
        assert [client.log_in("ada", "wrong").status for _ in range(3)] == [200, 200, 429]
        with Redis.from_url(cache_url) as redis_client:
            for key in redis_client.scan_iter(_type="string"):
                redis_client.set(key, data)
        time.sleep(1.5)  # the lockout ends
        assert client.log_in("ada", "wrong").status == 200
        assert [client.log_in("ada", "wrong").status for _ in range(2)][-1] == 429


@pytest.mark.spec("CACHE-3")
@pytest.mark.parametrize("prefix", [b"", b"!"])
def test_cached_values_are_not_unpickled(shared_cache_client, redis_client, tmp_path, prefix):
    bomb = tmp_path / "bomb"
    shared_cache_client.get("/stats/")
    for key in redis_client.scan_iter():
        redis_client.set(key, prefix + pickle.dumps(Bomb(bomb)))
    assert statuses(shared_cache_client, "/stats/") == {200}
    assert not bomb.exists()
