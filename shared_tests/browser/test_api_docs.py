"""The documentation page of the API: the operations and requests of Swagger UI."""

import json

import pytest
from playwright.sync_api import expect

from shared_tests.support.openapi import DOCUMENT, get_operations


@pytest.mark.spec("API-11", "PAGE-1")
def test_swagger_ui_shows_every_operation_and_one_h1(page):
    page.goto("/api/docs/")
    expect(page.locator(".opblock")).to_have_count(len(get_operations(DOCUMENT)))
    shown = page.locator(".opblock-summary-path").all_text_contents()
    assert set(shown) == set(DOCUMENT["paths"])
    assert page.locator("h1").all_text_contents() == ["API"]


@pytest.mark.spec("API-11", "API-2", "PAGE-7", "HEADER-1")
def test_swagger_ui_sends_a_request_with_a_token(page, token_client, account, heard):
    token = token_client("profile:read").headers["Authorization"].removeprefix("Bearer ")
    page.goto("/api/docs/")
    page.get_by_role("button", name="Authorize").first.click()
    page.get_by_label("auth-bearer-value").fill(token)
    dialog = page.locator(".auth-container", has_text="bearer")
    dialog.get_by_role("button", name="Apply credentials").click()
    page.get_by_role("button", name="Close").first.click()
    operation = page.locator(".opblock-get", has=page.locator('[data-path="/api/profile/"]'))
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    response = operation.locator(".live-responses-table .response")
    expect(response.locator(".response-col_status")).to_contain_text("200")
    body = json.loads(response.locator(".highlight-code code").inner_text())
    assert body["username"] == account["username"]
    assert heard == []
