"""Finding people in a directory of any size."""


def names(page):
    """Return the usernames that a page lists, in their order."""
    return page.texts_of("#people span")


def entry(browser, username):
    """Return the name under which this visitor finds a person, or None."""
    page = browser.get("/profiles/", params={"q": username})
    listed = zip(names(page), page.texts_of("#people a"), strict=True)
    return dict(listed).get(username)
