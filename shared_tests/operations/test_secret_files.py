"""Secrets in files, for servers and commands."""

import re

import pytest

from shared_tests.support import oidc, oidc_provider
from shared_tests.support.browser import Browser
from shared_tests.support.mailbox import links

URLS = ("DATABASE_URL", "CACHE_URL", "EMAIL_URL")
SECRETS = ("SECRET_KEY", *URLS, "OIDC_CLIENT_SECRET", "DEMO_PASSWORD", "ADMIN_PASSWORD")
KEY = "not-a-secret-but-long-enough-for-a-test-of-secret-files"


@pytest.fixture
def in_files(tmp_path):
    """Return a function that writes secrets to files, and returns the variables that name them."""

    def write(**secrets):
        for name, content in secrets.items():
            (tmp_path / name).write_bytes(content.encode(errors="surrogateescape"))
        return {f"{name}_FILE": str(tmp_path / name) for name in secrets}

    return write


@pytest.fixture
def prod(process, target):
    """Return a function that creates a process with the production settings and these variables."""
    settings = {target.implementation["settings_variable"]: "config.settings.prod"}
    known = {"ALLOWED_HOSTS": "127.0.0.1", "HTTPS": "0", "DATA_DIR": ""}

    def make(without=(), **variables):
        made = process(**settings | known | variables)
        for name in without:
            made.environment.pop(name, None)
        return made

    return make


def check(process, target, **variables):
    """Run a command that only loads the settings; the values are all valid otherwise."""
    known = {"SECRET_KEY": KEY} | {f"{name}_FILE": None for name in SECRETS}
    command = (*target.implementation["manage"], "seed", "--help")
    return process.run(*command, **known | variables)


def assert_rejected(result, name):
    lines = [line for line in result.stderr.splitlines() if not line.startswith("{")]
    assert result.returncode != 0
    assert len(lines) == 1
    assert name in lines[0]


@pytest.mark.spec("SETTINGS-9", "RUN-1")
def test_a_server_reads_all_its_secrets_from_files(prod, target, in_files, own_mailbox):
    email_url, mailbox = own_mailbox
    secrets = {
        "SECRET_KEY": KEY,
        "DATABASE_URL": prod().environment["DATABASE_URL"],
        "EMAIL_URL": email_url,
        "OIDC_CLIENT_SECRET": oidc_provider.CLIENT_SECRET,
        "DEMO_PASSWORD": target.demo_password,
        "ADMIN_PASSWORD": target.admin_password,
    }
    with oidc_provider.serving() as provider:
        identity = {"OIDC_ISSUER": provider.url, "OIDC_CLIENT_ID": oidc_provider.CLIENT_ID}
        server = prod(secrets, **identity, **in_files(**secrets)).start().wait()
        assert Browser(server.url).log_in("ada", target.demo_password).path == "/profile/"
        assert Browser(server.url).log_in("admin", target.admin_password).path == "/profile/"
        page = oidc.log_in(Browser(server.url), provider)
        assert page.path == "/accounts/oidc/signup/"
    Browser(server.url).request_password_reset("ada@example.com")
    assert len(links(mailbox.wait_for("ada@example.com"))) == 1


@pytest.mark.spec("SETTINGS-9")
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_newlines_at_the_end_of_a_file_are_not_part_of_the_secret(prod, target, in_files, end):
    command = (*target.implementation["manage"], "seed")
    files = in_files(DEMO_PASSWORD=f"a password{end}")
    database = in_files(DATABASE_URL=f"{prod().environment['DATABASE_URL']}{end}")
    server = prod(["DATABASE_URL", "DEMO_PASSWORD"], SECRET_KEY=KEY, **database)
    assert server.run(*target.implementation["migrate"]).returncode == 0
    assert server.run(*command, **files).returncode == 0
    server.serve().wait()
    assert Browser(server.url).log_in("ada", "a password").path == "/profile/"


@pytest.mark.spec("SETTINGS-9")
@pytest.mark.parametrize("name", URLS)
def test_a_value_in_a_file_is_validated_as_one_in_the_environment(prod, target, in_files, name):
    result = check(prod(), target, **{name: None}, **in_files(**{name: "mysql://s3cret@host/x"}))
    assert_rejected(result, name)
    assert "s3cret" not in result.stderr


@pytest.mark.spec("SETTINGS-9")
def test_the_number_of_processes_depends_on_the_cache_in_a_file(prod, in_files):
    files = in_files(CACHE_URL="redis://127.0.0.1:1/0")
    for variables, number in (({}, "1"), (files, "2"), ({"CACHE_URL_FILE": ""}, "1")):
        server = prod(["WORKERS"], SECRET_KEY=KEY, **variables)
        result = server.run("gunicorn", "--print-config", "config.wsgi")
        assert re.findall(r"^workers\s+= (\d+)$", result.stdout, re.MULTILINE) == [number]


@pytest.mark.spec("SETTINGS-9")
@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("content", [None, "", " \n", "\udcff", "a\0b"], ids=ascii)
def test_an_unusable_file_is_rejected(prod, target, in_files, name, content):
    files = {f"{name}_FILE": "/nowhere/secret"} if content is None else in_files(**{name: content})
    result = check(prod([name]), target, **{name: None}, **files)
    assert_rejected(result, f"{name}_FILE")


@pytest.mark.spec("SETTINGS-9")
@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_not_both_in_the_environment_and_in_a_file(prod, target, in_files, name):
    result = check(prod(), target, **{name: KEY}, **in_files(**{name: KEY}))
    assert_rejected(result, f"{name}_FILE")
    assert KEY not in result.stderr


@pytest.mark.spec("SETTINGS-9")
@pytest.mark.parametrize(
    "command", [["./start.sh"], ["./prepare.sh"], ["./serve.sh"], ["gunicorn", "config.wsgi"]]
)
@pytest.mark.parametrize("name", ["SECRET_KEY", "CACHE_URL", "ADMIN_PASSWORD"])
def test_nothing_starts_with_an_unusable_file(prod, command, name):
    files = {f"{name}_FILE": "/nowhere/secret"}
    result = prod(SECRET_KEY=KEY).run(*command, **{name: None}, **files)
    assert_rejected(result, f"{name}_FILE")
