"""The SQL statements that the target executes (PostgreSQL, with pg_stat_statements)."""

import re
import time
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import psycopg
import pytest

from shared_tests.support.admin_pages import open_list
from shared_tests.support.api_client import APIClient
from shared_tests.support.browser import Browser
from shared_tests.support.factories import new_user
from shared_tests.support.grants_page import create_grant
from shared_tests.support.target import NOT_OFFERED, Database


class Statements:
    """Counts the SQL statements on a table of the application, with pg_stat_statements."""

    def __init__(self, database):
        self.database = database
        database.rows("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        database.rows("SELECT count(*) FROM pg_stat_statements")  # fails if it was not preloaded

    def executed_by(self, action, table="user"):
        """Call `action`; return each statement that it executed on `table`, with its calls."""
        self.database.rows("SELECT pg_stat_statements_reset()")
        action()
        query = (
            "SELECT query, calls FROM pg_stat_statements"
            " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return [(text, calls) for text, calls in self.database.rows(query) if table in text]

    def count(self, action):
        """Call `action`; return how many statements it executed."""
        return sum(calls for _, calls in self.executed_by(action))

    def plan(self, statement, *disabled):
        """Return the plan of a statement, without the disabled plan types where possible."""
        connection = self.database.connection
        for plan_type in disabled:
            connection.execute(f"SET enable_{plan_type} = off")
        connection.execute("SET plan_cache_mode = force_generic_plan")
        connection.execute(f"PREPARE planned AS {statement}")
        values = ", ".join(["NULL"] * len(set(re.findall(r"\$\d+", statement))))
        rows = connection.execute(f"EXPLAIN EXECUTE planned({values})").fetchall()
        connection.execute("DEALLOCATE planned")
        return "\n".join(row for (row,) in rows)

    def gram_indexes(self, statement):
        """Return the names of the indexes that find the rows of a search."""
        plan = self.plan(statement, "seqscan", "indexscan", "indexonlyscan")
        used = set(re.findall(r"Bitmap Index Scan on (\S+)", plan))
        assert all(name.endswith("_grams") for name in used), plan
        return used


@pytest.fixture(scope="session")
def target(on_postgresql):
    return on_postgresql


@pytest.fixture
def statements(database):
    try:
        return Statements(database)
    except (psycopg.errors.ObjectNotInPrerequisiteState, psycopg.errors.FeatureNotSupported):
        pytest.skip(NOT_OFFERED)


@pytest.mark.alone
@pytest.mark.spec("DIRECTORY-7")
def test_a_directory_page_executes_two_statements_for_any_number_of_users(statements, browser):
    counts = {}
    for query in ("", "?q=e", "?q=lovelace"):
        number = statements.count(partial(browser.get, f"/profiles/{query}"))
        counts[query] = number, len(browser.page.select_texts("#people a")) > 1
    assert counts == {"": (2, True), "?q=e": (2, True), "?q=lovelace": (2, False)}


@pytest.mark.alone
@pytest.mark.spec("DIRECTORY-7", "API-5")
def test_an_api_page_executes_two_statements_for_any_number_of_users(statements, api_client):
    paths = [f"/api/profiles/{query}" for query in ("", "?q=e", "?q=lovelace")]
    assert [statements.count(partial(api_client.get, path)) for path in paths] == [2, 2, 2]


@pytest.mark.alone
@pytest.mark.spec("SITE-3")
def test_sites_are_queried_once_per_process(statements, browser):
    by_pages = statements.executed_by(lambda: [browser.get("/") for _ in range(40)], "sites")
    assert sum(calls for _, calls in by_pages) < 10  # once in each process


@pytest.mark.alone
@pytest.mark.spec("SITE-3")
def test_responses_that_are_not_pages_do_not_query_the_sites(statements, start, target):
    api_client = APIClient(start(DATABASE_URL=target.database, SITES_CACHE_TTL="1").url)
    api_client.get("/")
    time.sleep(1.2)  # the sites are due to be read again
    paths = ["/api/profiles/", "/api/nothing/", "/healthz", "/static/style.css"]
    assert statements.executed_by(lambda: [api_client.get(path) for path in paths], "sites") == []
    assert statements.executed_by(lambda: api_client.get("/"), "sites")


@pytest.mark.alone
@pytest.mark.spec("DIRECTORY-7")
@pytest.mark.parametrize("text", ["nobody is called this", "qx", "!"])
@pytest.mark.parametrize("path", ["/profiles/", "/profiles/table/", "/api/profiles/"])
def test_a_search_finds_users_with_an_index(statements, browser, path, text):
    executed = statements.executed_by(lambda: browser.get(f"{path}?q={quote(text)}"))
    (search,) = (statement for statement, _ in executed if "grams" in statement)
    assert len(statements.gram_indexes(search)) == 1


@pytest.mark.alone
@pytest.mark.spec("ADMIN-11")
@pytest.mark.parametrize("text", ["nobody is called this", "qx", "!"])
def test_a_search_of_the_admin_finds_names_and_email_addresses_with_indexes(
    statements, superuser, text
):
    executed = statements.executed_by(lambda: open_list(superuser, "Users", text))
    (search,) = (statement for statement, _ in executed if "grams" in statement)
    assert len(statements.gram_indexes(search)) == 2


@pytest.mark.alone
@pytest.mark.spec("ADMIN-12")
@pytest.mark.parametrize(("name", "table"), [("Users", "users"), ("Audit log", "audit_log")])
def test_a_list_of_the_admin_counts_up_to_a_limit(statements, superuser, name, table):
    executed = statements.executed_by(lambda: open_list(superuser, name, ""), table)
    counts = [text for text, _ in executed if "count(" in text.lower()]
    of_all_rows = [text for text in counts if "LIMIT" not in text]
    assert counts
    assert not of_all_rows


@pytest.mark.alone
@pytest.mark.spec("DIRECTORY-6", "DIRECTORY-7")
@pytest.mark.parametrize("sort", ["username", "-username", "joined", "-joined"])
def test_a_keyset_page_starts_with_an_index_scan(statements, browser, sort):
    pages = statements.executed_by(lambda: browser.get(f"/profiles/?sort={sort}&after=1"))
    (page,) = (
        text for text, _ in pages if re.search("[<>]=", text) and "count" not in text.lower()
    )
    plan = statements.plan(page, "seqscan", "bitmapscan", "sort")
    assert re.search("Index Scan (Backward )?using", plan), plan
    assert "Index Cond" in plan, plan
    assert "Sort" not in plan, plan


@pytest.mark.alone
@pytest.mark.spec("TABLE-6")
@pytest.mark.parametrize("sort", ["username", "-username", "joined", "-joined"])
def test_a_table_page_and_its_download_read_the_rows_from_an_index(statements, browser, sort):
    path = f"/profiles/table/?sort={sort}"
    page = statements.executed_by(lambda: browser.get(path))
    exported = statements.executed_by(lambda: browser.get(f"{path}&_export=csv"))
    assert [sum(calls for _, calls in each) for each in (page, exported)] == [2, 2]
    for statement in (text for text, _ in page + exported if "count" not in text.lower()):
        plan = statements.plan(statement, "seqscan", "bitmapscan", "sort")
        assert re.search("Index Scan (Backward )?using", plan), plan
        assert "Sort" not in plan, plan


@pytest.mark.alone
@pytest.mark.spec("TABLE-6")
@pytest.mark.parametrize("sort", ["name", "-location"])
def test_a_table_page_and_its_download_take_two_statements(statements, browser, sort):
    queries = ("", "&_export=csv", "&q=e", "&q=lovelace", "&q=lovelace&_export=csv")
    paths = [f"/profiles/table/?sort={sort}{query}" for query in queries]
    counts = [statements.count(partial(browser.get, path)) for path in paths]
    assert counts == [2] * len(paths)


@pytest.mark.alone
@pytest.mark.spec("PERMIT-1")
def test_a_permission_check_takes_at_most_one_statement_and_none_for_superusers(
    statements, browser, member, superuser
):
    assert statements.count(lambda: browser.get("/profile/ada/?made=anew")) == 1
    more = []
    for client in (member, superuser):
        shown, missing = (
            statements.count(partial(client.get, f"/profile/{name}/")) for name in ("ada", "nobody")
        )
        more.append(shown - missing)
    assert more[0] <= 1
    assert more[1] == 0


@pytest.mark.alone
@pytest.mark.spec("PERMIT-1", "API-4")
def test_email_addresses_in_an_api_list_take_at_most_one_more_statement(statements, token_client):
    with_scope, without = (
        token_client("directory:read", "email:read"),
        token_client("directory:read"),
    )
    counts = [
        statements.count(lambda api_client=api_client: api_client.get("/api/profiles/"))
        for api_client in (with_scope, without)
    ]
    assert counts[0] - counts[1] <= 1


@pytest.mark.alone
@pytest.mark.spec("GRANT-9", "DIRECTORY-7", "TABLE-6")
def test_grants_take_no_statement_of_their_own(statements, member, superuser):
    name = superuser.get("/profile/").select_text("#username")
    create_grant(superuser, member.get("/profile/").select_text("#username"), search=name)
    for path in (
        "/profiles/",
        "/profiles/?sort=-joined&after=1",
        "/profiles/table/",
        "/profile/nobody/",
    ):
        assert "grants" in "".join(
            text for text, _ in statements.executed_by(partial(member.get, path))
        )
        # None applies to a superuser, who sees all users.
        counts = [statements.count(partial(each.get, path)) for each in (member, superuser)]
        assert counts[0] == counts[1], path


@pytest.fixture
def query_log(process, postgresql):
    """Return a server, and a function that returns what PostgreSQL logs during a request."""
    variables = {"DATABASE_URL": postgresql, "WORKERS": "1", "TASK_WORKER": "0"}
    server = process(**variables).start().wait()
    log = Path(parse_qs(urlsplit(postgresql).query)["host"][0]) / "log"

    def statements(client, path, status=200, **headers):
        for _ in range(12):  # so that each thread has a connection and the sites are cached
            client.get(path, headers={"Connection": "close"} | headers)
        time.sleep(0.1)
        begins = log.stat().st_size
        assert client.get(path, headers=headers).status == status
        time.sleep(0.1)  # for statements after the response
        with log.open(encoding="utf-8") as file:
            file.seek(begins)
            return re.findall(r"LOG: +(?:statement|execute [^:]*): (\w+)", file.read())

    database = Database(postgresql)
    name = urlsplit(postgresql).path[1:]
    database.rows(f"ALTER DATABASE \"{name}\" SET log_statement = 'all'")
    database.close()
    server.stop()
    return server.start().wait(), statements


@pytest.mark.spec("DATABASE-6")
def test_a_page_sends_only_its_own_queries_to_the_database(query_log):
    server, statements = query_log
    client, member = Browser(server.url), Browser(server.url)
    assert statements(client, "/profile/ada/") == ["SELECT"]
    assert statements(client, "/profile/1/") == ["SELECT"]
    etag = client.page.headers["ETag"]
    assert statements(client, "/profile/1/", 304, **{"If-None-Match": etag}) == ["SELECT"]
    member.sign_up(**new_user())
    assert statements(member, "/profile/") == ["SELECT"]
    assert statements(member, "/profile/ada/") == ["SELECT"] * 2


@pytest.mark.spec("DIRECTORY-3", "DIRECTORY-7", "DATABASE-6")
def test_a_repeated_search_still_uses_its_index(process, postgresql):
    # For a long text, PostgreSQL estimates that a plan for any text costs less than one for this text.
    name = "Wolfeschlegelsteinhausenbergerdorff"
    server = process(DATABASE_URL=postgresql, WORKERS="1").start().wait()
    assert server.run(*server.implementation["manage"], "seed", "--count", "30000").returncode == 0
    database = Database(postgresql)
    database.rows(f"UPDATE users SET last_name = '{name}' WHERE username = 'ada'")
    database.rows("VACUUM ANALYZE users")
    database.close()
    client = Browser(server.url)
    for _ in range(80):
        client.get(f"/profiles/?q={name.lower()}", headers={"Connection": "close"})
    assert client.page.select_texts("#people a") == [f"Ada {name}"]
    server.stop()  # so that PostgreSQL counts the scans of its connections
    time.sleep(0.5)
    database = Database(postgresql)
    ((scans,),) = database.rows(
        "SELECT sum(idx_scan) FROM pg_stat_user_indexes WHERE indexrelname ~ 'grams'"
    )
    database.close()
    assert scans >= 80
