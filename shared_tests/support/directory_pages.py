"""Find users in a directory of any size, and follow the links between its pages."""

from urllib.parse import parse_qs, urljoin, urlsplit

SAME = [  # equal in upper case, letter by letter
    ("ÄÖÜ", "äöü"),
    ("ωmega", "ΩMEGA"),
    ("жук", "ЖУК"),
    ("Işık", "ışık"),
    ("Νίκος", "ΝΊΚΟΣ"),
    ("Weiſs", "WEISS"),
    ("ᾳ", "ᾼ"),
    ("ǆ", "ǅ"),
    ("𐐨", "𐐀"),
]
OTHER = [
    ("Groß", "GROSS"),  # one letter, and two in upper case
    ("ﬁn", "FIN"),
    ("İ", "i"),
    ("é", "e\u0301"),  # two Unicode normal forms
    ("é", "e"),
    ("Å", "\u212b"),
]


def names(page):
    """Return the usernames that a page lists, in order."""
    return [link["href"].split("/")[-2] for link in page.soup.select("#people a")]


def query(url):
    return {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}


def adjacent(page, step):
    """Return the URL of the next page (`step` is 1) or the previous one (-1) that a page links to, or None.

    They have the number of the page plus `step`, or a key after page 50 (DIRECTORY-6).
    """
    here, key = query(page.url), "after" if step > 0 else "before"
    number = None if {"after", "before"} & {*here} else int(here.get("page", 1)) + step
    found = [urljoin(page.url, link["href"]) for link in page.soup.main.select("a[href]")]
    found = [url for url in found if urlsplit(url).path == "/profiles/"]
    return next(
        (url for url in found if key in query(url) or query(url).get("page") == str(number)), None
    )


def entry(browser, username, **query):
    """Return the name under which the directory lists a user for this browser, or None."""
    page = browser.get("/profiles/", params={"q": username} | query)
    listed = zip(names(page), page.select_texts("#people a"), strict=True)
    return dict(listed).get(username)
