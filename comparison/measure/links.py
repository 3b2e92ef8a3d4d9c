"""`make links`: requests each page that the documents and the site link to, once.

It also looks for the id that each link names in its page.
"""

import re
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag

from requests import RequestException, Session

from comparison.model import topics
from comparison.model.data import read_toml
from comparison.model.linked_words import codes, packages
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT

TIMEOUT = 20  # seconds
AT_ONCE = 4
FOLDERS = ["", "docs", "docs/migrate", "shared_database", "project_templates"]
DOCUMENTS = [
    document
    for folder in (*FOLDERS, *IMPLEMENTATIONS.values())
    for document in sorted((ROOT / folder).glob("*.md"))
]


def linked_pages():
    """Return the fragments that are linked of each page, by its URL, sorted.

    The links are those of the topics, the glossary, the linked words and the documents.
    """
    urls = {
        url for topic in topics.load() for found in topic.documentation.values() for url in found
    }
    for term in read_toml("glossary.toml")["term"]:
        urls |= {*term.get("docs", {}).values()}
    urls |= {url for found in codes().values() for url in found.values()} | {*packages().values()}
    for document in DOCUMENTS:
        urls |= {*re.findall(r"\]\((https://[^)]+)\)", document.read_text(encoding="utf-8"))}
    pages = defaultdict(set)
    for url in urls:
        page, fragment = urldefrag(url)
        pages[page] |= {unquote(fragment)} - {""}
    return dict(sorted(pages.items()))


class Ids(HTMLParser):
    """Collects the ids of a page, and the names of its anchors."""

    def __init__(self, html):
        super().__init__()
        self.found = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found |= {value for name, value in attrs if name in ("id", "name")}


def check(session, page):
    """Return pairs of a URL and what is wrong with it, for a page and its fragments."""
    url, fragments = page
    try:
        response = session.get(url, timeout=TIMEOUT)
    except RequestException as error:
        return [(url, type(error).__name__)]
    if response.status_code != 200:
        return [(url, response.status_code)]
    missing = fragments - Ids(response.text).found if fragments else ()
    return [(f"{url}#{fragment}", "no such id") for fragment in sorted(missing)]


def broken(pages):
    """Return pairs of a URL and what is wrong with it, without those that exist."""
    with Session() as session, ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(partial(check, session), pages.items())
        return [problem for problems in found for problem in problems]


def main():
    pages = linked_pages()
    ids = sum(len(fragments) for fragments in pages.values())
    print(f"{len(pages)} pages of the documentation, {ids} ids in them", flush=True)
    found = broken(pages)
    for url, problem in found:
        print(f"{problem}: {url}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
