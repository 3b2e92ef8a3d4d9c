"""Read the table of users, and its download."""

import csv
import io
from urllib.parse import urljoin, urlsplit

from shared_tests.support.directory_pages import query


def get_table(browser, **parameters):
    return browser.get("/profiles/table/", params=parameters)


def get_rows(page):
    """Return the texts of the cells of each row."""
    rows = page.soup.select("table#profiles tbody tr")
    return [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in rows]


def names(page):
    """Return the usernames in their order."""
    return [row[0] for row in get_rows(page)]


def headers(page):
    """Return the header cells, by the columns that they sort by."""
    cells = page.soup.select("table#profiles thead th")
    return {query(cell.a["href"])["sort"].removeprefix("-"): cell for cell in cells}


def links(page):
    """Return the URLs of the table that the page links to."""
    found = [urljoin(page.url, link["href"]) for link in page.soup.main.select("a[href]")]
    return [url for url in found if urlsplit(url).path == "/profiles/table/"]


def link_to(page, /, **parameters):
    """Return the first link with these parameters, or None."""
    return next((url for url in links(page) if parameters.items() <= query(url).items()), None)


def download(browser, **parameters):
    """Return the rows of a download, as lists, and the response."""
    page = get_table(browser, _export="csv", **parameters)
    text = page.response.content.decode()
    return list(csv.reader(io.StringIO(text, newline=""), strict=True)), page
