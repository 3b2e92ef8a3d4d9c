"""`make links`: requests every page of the documentation that the site links to, once."""

import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urldefrag

from requests import RequestException, Session

from comparison.model import article_lines, topics
from comparison.model.data import read_toml

TIMEOUT = 20  # seconds
AT_ONCE = 4


def linked_pages():
    """Return the URLs of topics, lines and glossary, sorted, without fragments."""
    urls = {
        url for topic in topics.load() for found in topic.documentation.values() for url in found
    }
    urls |= {url for line in article_lines.load() for url in line.documentation.values()}
    for term in read_toml("glossary.toml")["term"]:
        urls |= {*term.get("docs", {}).values()}
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
