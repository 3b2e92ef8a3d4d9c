"""What keeps people from reading a page."""

from axe_playwright_python.sync_playwright import Axe

SIDEWAYS = "({scrollWidth, clientWidth}) => [scrollWidth, clientWidth]"


def serious(page):
    """Return what axe finds on a page, but for what it calls moderate or minor."""
    # It would load stylesheets once more, which the policy forbids, for rules that are off.
    options = {"resultTypes": ["violations"], "preload": False}
    if page.locator(".swagger-ui").count():
        options["rules"] = {"color-contrast": {"enabled": False}}  # its own colours (PAGE-6)
    found = Axe().run(page, options=options).response["violations"]
    return [
        (each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
