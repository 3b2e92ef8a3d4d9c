"""Find users in a directory of any size."""

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


def entry(browser, username):
    """Return the name under which the directory lists a user for this browser, or None."""
    page = browser.get("/profiles/", params={"q": username})
    listed = zip(names(page), page.select_texts("#people a"), strict=True)
    return dict(listed).get(username)
