"""The OpenAPI document: the served document, openapi.json, and the behavior of the API."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from shared_tests.support.openapi import DOCUMENT, get_operations
from shared_tests.support.responses import SECURITY_HEADERS

HERE = Path(__file__).resolve().parents[1]
DELETING = "deleteMyProfile"


@pytest.mark.spec("API-11")
def test_served_openapi_document_has_the_operations_of_openapi_json(api_client):
    response = api_client.get("/api/openapi.json")
    assert response.headers["Content-Type"].startswith("application/json")
    served = response.json()
    assert served["openapi"].startswith("3.1.")
    assert get_operations(served) == get_operations(DOCUMENT)
    schemes = [each["components"]["securitySchemes"] for each in (served, DOCUMENT)]
    kinds = [{name: each[name]["scheme"] for name in each} for each in schemes]
    assert kinds[0] == kinds[1]


@pytest.mark.spec("API-11")
@pytest.mark.parametrize("name", sorted(set(DOCUMENT["components"]["schemas"]) - {"Problem"}))
def test_served_schemas_have_the_fields_of_openapi_json(api_client, name):
    served = api_client.get("/api/openapi.json").json()["components"]["schemas"].values()
    fields = set(DOCUMENT["components"]["schemas"][name]["properties"])
    assert fields in [set(each["properties"]) for each in served if "properties" in each]


@pytest.mark.spec("API-1", "API-2", "API-3", "API-6", "API-7", "API-8", "API-9", "API-11")
@pytest.mark.parametrize(
    "choice", [f"--exclude-operation-id={DELETING}", f"--include-operation-id={DELETING}"]
)
@pytest.mark.direct
def test_schemathesis_finds_no_failures(token_client, account, target, choice, tmp_path):
    secret = token_client("profile:read", "email:read", "profile:write", "directory:read")
    environment = os.environ | {
        "TOKEN": secret.headers["Authorization"].removeprefix("Bearer "),
        "USERNAME": account["username"],
        "PASSWORD": account["password1"],
    }
    # Deterministic: a random request line may be longer than the server's limit (414).
    result = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "--config-file", HERE / "schemathesis.toml",
         "run", HERE / "openapi.json", "--url", target.url, "--checks=all", "--mode=all",
         "--max-examples=20", "--generation-deterministic", "--no-color", choice],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    tested = re.findall("[0-9]+ passed", result.stdout)
    assert tested


@pytest.mark.spec("API-11", "PAGE-2", "STATIC-1")
def test_docs_page_loads_scripts_and_styles_from_its_own_origin_only(browser):
    page = browser.get("/api/docs/")
    paths = [script.get("src", "") for script in page.soup.select("script")]
    paths += [link["href"] for link in page.soup.select("link[rel=stylesheet]")]
    assert len(paths) == 4
    assert all(path.startswith("/static/") and browser.get(path).status == 200 for path in paths)
    assert not page.soup.select("style, iframe, [style]")


@pytest.mark.spec("API-11", "HEADER-1")
def test_docs_page_has_its_own_content_security_policy(browser):
    headers = browser.get("/api/docs/").headers
    policy = f"{SECURITY_HEADERS['Content-Security-Policy']}; script-src 'self'; connect-src 'self'"
    expected = SECURITY_HEADERS | {"Content-Security-Policy": policy}
    assert {name: headers.get(name) for name in expected} == expected


@pytest.mark.spec("API-11", "PAGE-2")
def test_docs_page_links_to_the_openapi_document_in_noscript(browser):
    page = browser.get("/api/docs/")
    assert f"{browser.base_url}/api/openapi.json" in page.links()
    assert page.select_text("noscript")
