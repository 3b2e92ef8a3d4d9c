"""openapi.json, and whether it is true."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1]
DOCUMENT = json.loads((HERE / "openapi.json").read_text(encoding="utf-8"))
METHODS = {"get", "post", "put", "patch", "delete"}
DELETING = "deleteMyProfile"


def operations(document):
    """Return what there is to call: statuses and security, by method and path."""
    return {
        (method, path): (
            set(operation["responses"]),
            {
                frozenset((name, *scopes) for name, scopes in requirement.items())
                for requirement in operation.get("security") or [{}]
            },
        )
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


@pytest.mark.spec("API-11")
def test_what_is_served_agrees_with_the_document(program):
    answer = program.get("/api/openapi.json")
    assert answer.headers["Content-Type"].startswith("application/json")
    served = answer.json()
    assert served["openapi"].startswith("3.1.")
    assert operations(served) == operations(DOCUMENT)
    schemes = [each["components"]["securitySchemes"] for each in (served, DOCUMENT)]
    kinds = [{name: each[name]["scheme"] for name in each} for each in schemes]
    assert kinds[0] == kinds[1]


@pytest.mark.spec("API-11")
@pytest.mark.parametrize("name", sorted(set(DOCUMENT["components"]["schemas"]) - {"Problem"}))
def test_what_is_served_has_the_fields_of_the_document(program, name):
    served = program.get("/api/openapi.json").json()["components"]["schemas"].values()
    fields = set(DOCUMENT["components"]["schemas"][name]["properties"])
    assert fields in [set(each["properties"]) for each in served if "properties" in each]


@pytest.mark.spec("API-1", "API-2", "API-3", "API-6", "API-7", "API-8", "API-9", "API-11")
@pytest.mark.parametrize(
    "choice", [f"--exclude-operation-id={DELETING}", f"--include-operation-id={DELETING}"]
)
def test_schemathesis_finds_nothing(holder, person, target, choice, tmp_path):
    secret = holder("profile:read", "email:read", "profile:write", "directory:read")
    environment = os.environ | {
        "TOKEN": secret.headers["Authorization"].removeprefix("Bearer "),
        "USERNAME": person["username"],
        "PASSWORD": person["password1"],
    }
    # Always the same requests: at random, one is longer than the line that a server takes (414).
    result = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "--config-file", HERE / "schemathesis.toml",
         "run", HERE / "openapi.json", "--url", target.url, "--checks=all", "--mode=all",
         "--max-examples=20", "--generation-deterministic", "--no-color", choice],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    assert " passed" in result.stdout


@pytest.mark.spec("API-11")
def test_a_page_shows_every_operation_without_a_script(browser):
    page = browser.get("/api/docs/")
    shown = set(page.texts_of("h2"))
    assert shown == {f"{method.upper()} {path}" for method, path in operations(DOCUMENT)}
    summaries = [
        operation["summary"]
        for methods in DOCUMENT["paths"].values()
        for operation in methods.values()
    ]
    assert all(any(summary in text for text in page.main) for summary in summaries)
    assert "/api/openapi.json" in "".join(page.links())
    assert not page.soup.select("script, iframe, [src], [style]")
