"""The steps of a browser that logs in with an OpenID Connect provider."""


def begin(browser, next_url=None):
    """Submit the button of the login page; return the URL to which the next page leads."""
    browser.get("/accounts/login/", params=None if next_url is None else {"next": next_url})
    return follow(browser.submit("oidc-form"))


def begin_link(browser, password):
    """Submit the form to link an identity; return the URL to which the next page leads."""
    browser.get("/accounts/identities/")
    return follow(browser.submit("identity-form", password=password))


def follow(page):
    """Return the URL of the provider to which a page leads."""
    link = page.soup.select_one("#oidc-continue")
    assert link is not None, f"no link to the provider at {page.path} ({page.status})"
    return link["href"]


def log_in(browser, provider, next_url=None, **changes):
    """Log in with a provider; return the page after the last redirect."""
    return browser.get(provider.authorize(begin(browser, next_url), **changes))


def link(browser, provider, password):
    """Link the identity of the provider to the current user; return the page."""
    return browser.get(provider.authorize(begin_link(browser, password)))


def sign_up(browser, provider, account):
    """Sign up with a new identity; return the page."""
    log_in(browser, provider)
    return browser.submit("signup-form", **account)
