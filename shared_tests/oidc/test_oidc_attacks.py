"""Responses of a provider, or of an attacker, with which nobody is logged in and nothing is linked."""

import secrets
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from shared_tests.support import oidc
from shared_tests.support.browser import Browser
from shared_tests.support.oidc_provider import (
    NAME,
    leave_unsigned,
    sign_with_other_key,
    sign_with_public_key,
)

# The databases make no difference here.
pytestmark = pytest.mark.parametrize("target", ["sqlite"], indirect=True)
FAILED = f"The login with {NAME} failed. Please try again."
CANCELLED = f"The login with {NAME} was cancelled."
UNAVAILABLE = f"{NAME} is not available. Please try again later."
CALLBACK = "/accounts/oidc/callback/"


@pytest.fixture
def user(open_browser, provider, account):
    """The fields of a user to whom the identity of the provider is linked."""
    browser = open_browser()
    browser.sign_up(**account)
    oidc.link(browser, provider, account["password1"])
    return account


def assert_rejected(page, message=FAILED):
    """Check that the login page shows this message; an identity that is accepted leads elsewhere."""
    assert (page.status, page.path, page.current_user) == (200, "/accounts/login/", None)
    assert page.select_text("#oidc-error") == message


def copy(browser):
    """Return a browser with the same cookies."""
    other = Browser(browser.base_url)
    other.session.cookies.update(browser.session.cookies)
    return other


@pytest.mark.spec("OIDC-7", "OIDC-9")
@pytest.mark.parametrize("state", [None, "", "wrong", "x" * 3000, "\x00", "\u00e9", "..", "None"])
def test_a_missing_or_wrong_state_is_rejected(browser, provider, state):
    assert_rejected(oidc.log_in(browser, provider, state=state))
    assert "/token" not in [path for path, _ in provider.requests[-1:]]


@pytest.mark.spec("OIDC-7")
def test_a_state_is_valid_once(browser, provider, user):
    url = oidc.begin(browser)
    first, second = provider.authorize(url), provider.authorize(url)
    assert browser.get(first).current_user == user["username"]
    browser.log_out()
    for callback in (first, second):
        assert_rejected(browser.get(callback))


@pytest.mark.spec("OIDC-7", "OIDC-9")
@pytest.mark.parametrize(
    "response", [{"error": "access_denied"}, {"iss": "https://other.example", "code": "any"}]
)
def test_a_state_is_not_valid_after_an_error(browser, provider, user, response):
    url = oidc.begin(browser)
    (state,) = parse_qs(urlsplit(url).query)["state"]
    browser.get(f"{CALLBACK}?{urlencode({'state': state} | response)}")
    assert_rejected(browser.get(provider.authorize(url)))


@pytest.mark.spec("OIDC-7")
def test_a_copy_of_the_cookie_does_not_make_a_state_valid_again(browser, provider, user):
    url = oidc.begin(browser)
    copied = copy(browser)
    assert browser.get(provider.authorize(url)).current_user == user["username"]
    assert_rejected(copied.get(provider.authorize(url)))


@pytest.mark.spec("OIDC-7")
def test_a_state_of_another_browser_is_rejected(browser, open_browser, provider):
    attacker = open_browser()
    callback = provider.authorize(oidc.begin(attacker))
    oidc.begin(browser)
    assert_rejected(browser.get(callback))
    assert_rejected(open_browser().get(callback))


@pytest.mark.spec("OIDC-7")
def test_a_state_is_valid_for_ten_minutes(browser, provider, database):
    before = datetime.now(UTC)
    oidc.begin(browser)
    ((expires_at,),) = database.rows("SELECT MAX(expires_at) FROM pending_logins")
    expires_at = datetime.fromisoformat(str(expires_at)[:19]).replace(tzinfo=UTC)
    assert timedelta(minutes=9) < expires_at - before < timedelta(minutes=11)


@pytest.mark.spec("OIDC-7")
def test_a_state_expires(browser, provider, database):
    callback = provider.authorize(oidc.begin(browser))
    database.rows("UPDATE pending_logins SET expires_at = '2001-01-01 00:00:00+00:00'")
    assert_rejected(browser.get(callback))


@pytest.mark.spec("OIDC-7")
def test_a_login_that_began_before_the_login_links_nothing(browser, provider, account):
    callback = provider.authorize(oidc.begin(browser))
    browser.sign_up(**account)
    page = browser.get(callback)
    assert page.path == "/accounts/identities/"
    assert page.select_text("#oidc-error") == FAILED
    assert page.soup.select("#identities tbody tr") == []


@pytest.mark.spec("OIDC-7")
def test_two_logins_of_a_browser_are_independent(browser, provider, user):
    first, second = oidc.begin(browser), oidc.begin(browser)
    assert browser.get(provider.authorize(first)).current_user == user["username"]
    browser.log_out()
    assert_rejected(browser.get(provider.authorize(second)))


@pytest.mark.spec("OIDC-8")
@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "wrong"}, {"nonce": None}, {"nonce": ""}, {"nonce": ["x"]},
        {"iss": "https://attacker.example"}, {"iss": None}, {"iss": ""},
        {"aud": "another"}, {"aud": None}, {"aud": []}, {"aud": "another", "azp": "profiles"},
        {"aud": ["another"], "azp": "profiles"}, {"aud": ["profiles", "another"], "azp": "another"},
        {"exp": 1}, {"exp": None}, {"exp": "never"}, {"exp": -1}, {"iat": None}, {"iat": 10**11},
        {"nbf": 10**11}, {"sub": None}, {"sub": ""}, {"sub": 12}, {"sub": "x" * 256},
        {"sub": "\x00"}, {"sub": "\u00e9"}, {"sub": ["x"]}, {"sub": {}}, {"sub": "\n"},
        {"at_hash": "wrong"}, {"amr": "x"}, {"auth_time": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_an_id_token_with_wrong_claims_is_rejected(browser, provider, claims):
    provider.claims = claims
    assert_rejected(oidc.log_in(browser, provider))


@pytest.mark.spec("OIDC-8")
def test_the_claims_of_the_attacks_are_accepted_without_them(browser, provider, user):
    provider.claims = {"aud": ["profiles", "another"], "azp": "profiles", "exp": time.time() + 60}
    assert oidc.log_in(browser, provider).current_user == user["username"]


@pytest.mark.spec("OIDC-8")
@pytest.mark.parametrize(
    "sign",
    [
        leave_unsigned, sign_with_other_key, sign_with_public_key, lambda claims: "",
        lambda claims: None, lambda claims: 12, lambda claims: "a.b.c", lambda claims: "\u00e9.b.c",
        lambda claims: "." * 1000, lambda claims: {"a": "b"},
    ],
    ids=range(10),
)  # fmt: skip
def test_an_id_token_without_a_valid_signature_is_rejected(browser, provider, sign):
    provider.sign = sign
    assert_rejected(oidc.log_in(browser, provider))


@pytest.mark.spec("OIDC-8")
@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_changed_id_token_is_rejected(browser, provider, part):
    sign = provider.sign

    def change(claims):
        parts = sign(claims).split(".")
        parts[part] = parts[part][:8] + ("A" if parts[part][8] != "A" else "B") + parts[part][9:]
        return ".".join(parts)

    provider.sign = change
    assert_rejected(oidc.log_in(browser, provider))


@pytest.mark.spec("OIDC-8", "OIDC-9")
def test_a_code_of_another_request_is_rejected(browser, open_browser, provider):
    stolen = parse_qs(urlsplit(provider.authorize(oidc.begin(open_browser()))).query)["code"][0]
    assert_rejected(oidc.log_in(browser, provider, code=stolen))


@pytest.mark.spec("OIDC-9")
@pytest.mark.parametrize("code", [None, "", "wrong", "x" * 2000, "\x00", "\u00e9"])
def test_a_missing_or_wrong_code_is_rejected(browser, provider, code):
    assert_rejected(oidc.log_in(browser, provider, code=code))


@pytest.mark.spec("OIDC-9")
@pytest.mark.parametrize(
    ("error", "message"),
    [
        ("access_denied", CANCELLED), ("server_error", FAILED), ("", FAILED), ("\x00", FAILED),
        ("<b>x</b>", FAILED), ("x" * 3000, FAILED),
    ],
)  # fmt: skip
def test_an_error_of_the_provider_has_a_message(browser, provider, error, message):
    text = {"error_description": "<b>call 555-1234</b>", "error_uri": "javascript:alert(1)"}
    page = oidc.log_in(browser, provider, code=None, error=error, **text)
    assert_rejected(page, message)
    assert "555-1234" not in page.response.text


@pytest.mark.spec("OIDC-9")
@pytest.mark.parametrize("issuer", ["https://attacker.example", "", "\x00"])
def test_a_response_of_another_issuer_is_rejected(browser, provider, issuer):
    assert_rejected(oidc.log_in(browser, provider, iss=issuer))
    assert "/token" not in [path for path, _ in provider.requests[-2:]]


@pytest.mark.spec("OIDC-9")
@pytest.mark.parametrize(("supported", "accepted"), [(True, False), (False, True), (None, True)])
def test_the_issuer_of_a_response_is_required_if_the_provider_says_so(
    browser, provider, user, supported, accepted
):
    provider.metadata = {"authorization_response_iss_parameter_supported": supported}
    page = oidc.log_in(browser, provider, iss=None)
    assert page.current_user == (user["username"] if accepted else None)


@pytest.mark.spec("OIDC-9")
def test_repeated_parameters_cause_no_error(browser, provider):
    callback = provider.authorize(oidc.begin(browser))
    again = urlencode({"state": "wrong", "code": "wrong"})
    assert_rejected(browser.get(f"{callback}&{again}"))


@pytest.mark.spec("OIDC-10")
@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({"issuer": "https://attacker.example"}, FAILED), ({"issuer": None}, FAILED),
        ({"authorization_endpoint": None}, FAILED), ({"token_endpoint": None}, FAILED),
        ({"jwks_uri": None}, FAILED), ({"authorization_endpoint": "javascript:alert(1)"}, FAILED),
        ({"authorization_endpoint": "//attacker.example"}, FAILED),
        ({"token_endpoint": "file:///etc/passwd"}, FAILED), ({"jwks_uri": 12}, FAILED),
        ({"authorization_endpoint": ["x"]}, FAILED), ({"token_endpoint": "https://x.example"}, FAILED),
    ],
    ids=str,
)  # fmt: skip
def test_invalid_metadata_are_rejected_until_they_are_valid(
    browser, provider, user, metadata, message
):
    provider.metadata = metadata
    browser.get("/accounts/login/")
    assert_rejected(browser.submit("oidc-form"), message)
    provider.metadata = {}
    assert oidc.log_in(browser, provider).current_user == user["username"]


@pytest.mark.spec("OIDC-10")
@pytest.mark.parametrize(
    "metadata",
    [
        {"client_id": "another"}, {"scope": "x"}, {"code_challenge_method": "plain"},
        {"jwks": {"keys": []}}, {"redirect_uri": "https://attacker.example"}, {"_loaded_at": 1},
    ],
    ids=str,
)  # fmt: skip
def test_other_metadata_change_nothing(browser, provider, user, metadata):
    provider.metadata = metadata
    assert oidc.log_in(browser, provider).current_user == user["username"]


BODIES = [b"", b"no json", b"\xff\xfe", b"<html></html>", b"[" * 100_000, b" " * 2_000_000]
MALFORMED = [
    b"null",
    b"[]",
    b'"x"',
    b"12",
    b"{}",
    b'{"keys": 12}',
    b'{"keys": [12]}',
    b'{"keys": [{}]}',
]
PATHS = ["/.well-known/openid-configuration", "/token", "/keys"]


@pytest.mark.spec("OIDC-10")
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("body", range(len(BODIES + MALFORMED)))
def test_a_body_that_is_malformed_or_too_large_is_rejected(browser, provider, path, body):
    url = oidc.begin(browser)
    provider.responses[path] = lambda handler: handler.respond(200, (BODIES + MALFORMED)[body])
    page = browser.get(provider.authorize(url))
    assert_rejected(page, page.select_text("#oidc-error"))
    assert page.select_text("#oidc-error") in (FAILED, UNAVAILABLE)


@pytest.mark.spec("OIDC-10")
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("status", [302, 307, 404, 500, 503])
def test_an_http_error_or_a_redirect_of_the_provider_is_rejected(browser, provider, path, status):
    url = oidc.begin(browser)
    location = f"{provider.url}/elsewhere"
    provider.responses[path] = lambda handler: handler.respond(status, {}, Location=location)
    page = browser.get(provider.authorize(url))
    assert_rejected(page, FAILED if (path, status) == ("/token", 404) else UNAVAILABLE)
    assert "/elsewhere" not in [each for each, _ in provider.requests]


@pytest.mark.spec("OIDC-10")
@pytest.mark.parametrize("path", PATHS)
def test_a_provider_that_does_not_respond_is_not_waited_for(browser, provider, path):
    url = oidc.begin(browser)
    provider.responses[path] = lambda handler: time.sleep(9)
    started = time.monotonic()
    assert_rejected(browser.get(provider.authorize(url)), UNAVAILABLE)
    assert 3 < time.monotonic() - started < 8


@pytest.mark.spec("OIDC-10")
def test_a_body_that_arrives_byte_by_byte_is_not_waited_for(browser, provider):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(30):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.5)

    url = oidc.begin(browser)
    provider.responses["/token"] = drip
    started = time.monotonic()
    assert_rejected(browser.get(provider.authorize(url)), UNAVAILABLE)
    assert time.monotonic() - started < 8


@pytest.mark.spec("OIDC-10")
def test_a_new_key_of_the_provider_is_used_at_once(browser, provider, user):
    oidc.log_in(browser, provider)
    browser.log_out()
    provider.rotate_key()
    assert oidc.log_in(browser, provider).current_user == user["username"]


@pytest.mark.spec("OIDC-12")
def test_the_log_contains_no_secret_of_a_login(browser, provider, user, target):
    url = oidc.begin(browser)
    callback = provider.authorize(url)
    browser.get(callback)
    assert browser.page.current_user == user["username"]
    values = [each for part in (url, callback) for each in parse_qs(urlsplit(part).query).items()]
    found = {value for name, (value,) in values if name in ("state", "nonce", "code")}
    found |= {form["code_verifier"] for path, form in provider.requests if path == "/token"}
    browser.get(f"{CALLBACK}?state={(unknown := secrets.token_urlsafe())}&error=x")
    with open(target.log, encoding="utf-8") as file:
        log = file.read()
    assert len(found) == 5
    assert [value for value in found | {unknown, "secret-of-the-client"} if value in log] == []
