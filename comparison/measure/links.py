"""`make links`: requests every page of the documentation that the site links to, once."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urldefrag

from requests import RequestException, Session

from comparison.model import topics
from comparison.model.data import read_toml
from comparison.model.source_refs import ROOT

TIMEOUT = 20  # seconds
AT_ONCE = 4
DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))


def linked_pages():
    """Return the URLs of the topics, the glossary and docs/, without fragments, sorted."""
    urls = {
        url for topic in topics.load() for found in topic.documentation.values() for url in found
    }
    for term in read_toml("glossary.toml")["term"]:
        urls |= {*term.get("docs", {}).values()}
    for document in DOCUMENTS:
        urls |= {*re.findall(r"\]\((https://[^)]+)\)", document.read_text(encoding="utf-8"))}
    return sorted({urldefrag(url).url for url in urls})


def check(session, url):
    """Return the status code of a page, or the name of the error."""
    try:
        return session.get(url, timeout=TIMEOUT).status_code
    except RequestException as error:
        return type(error).__name__


def broken(urls):
    """Return pairs of a URL and its status, without those that exist."""
    with Session() as session, ThreadPoolExecutor(AT_ONCE) as pool:
        found = zip(urls, pool.map(partial(check, session), urls), strict=True)
        return [(url, status) for url, status in found if status != 200]


def main():
    urls = linked_pages()
    print(f"{len(urls)} pages of the documentation", flush=True)
    found = broken(urls)
    for url, status in found:
        print(f"{status}: {url}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
