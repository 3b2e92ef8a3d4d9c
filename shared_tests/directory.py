"""Finding a person in a directory of any size."""


def entries(browser, number):
    """Return the names on one page of the directory by username, or None past its end."""
    page = browser.get(f"/profiles/?page={number}")
    if page.status == 404:
        return None
    return dict(zip(page.texts_of("#people span"), page.texts_of("#people a"), strict=True))


def last_page(browser):
    """Return the number of the last page that this visitor has."""
    low, high = 1, 2
    while entries(browser, high) is not None:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if entries(browser, middle) is None else (middle, high)
    return low


def entry(browser, username):
    """Return the name under which this visitor finds a person, or None. Halves what is left."""

    def lies_before(number):
        names = entries(browser, number)
        return names is None or max(names) >= username

    low, high = 1, 1
    while not lies_before(high):
        low, high = high + 1, high * 2
    while low < high:
        middle = (low + high) // 2
        if lies_before(middle):
            high = middle
        else:
            low = middle + 1
    return (entries(browser, low) or {}).get(username)
