"""Accessibility checks: axe, and horizontal scrolling."""

from axe_playwright_python.sync_playwright import Axe

SIDEWAYS = "({scrollWidth, clientWidth}) => [scrollWidth, clientWidth]"


def serious(page):
    """Return the serious and critical violations that axe finds on a page."""
    # A preload would fetch the stylesheets again, which the Content-Security-Policy forbids.
    options = {"resultTypes": ["violations"], "preload": False}
    if page.locator(".swagger-ui").count():
        options["rules"] = {"color-contrast": {"enabled": False}}  # colors of Swagger UI (PAGE-6)
    found = Axe().run(page, options=options).response["violations"]
    return [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
