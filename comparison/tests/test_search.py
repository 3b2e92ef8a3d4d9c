"""The index of the search and its list of queries; in_browser/test_search.py runs the queries."""

import gzip
import json
import re

import pytest

from comparison.model import topics
from comparison.model.data import read_toml
from comparison.model.source_refs import IMPLEMENTATIONS
from comparison.site import search
from comparison.site.menu import ENTRIES

MAX_SIZE = 180_000  # bytes, compressed
QUERIES = read_toml("queries.toml")["query"]


@pytest.fixture(scope="module")
def index():
    return search.build_index()


def test_there_are_enough_queries_and_none_twice():
    texts = [each["text"].lower() for each in QUERIES]
    assert len(texts) >= 120
    assert len(texts) == len(set(texts))
    assert [each for each in QUERIES if ("page" in each) == ("pages" in each)] == []


def test_each_page_of_a_query_exists():
    known = {f"topics/{topic.id}.html" for topic in topics.load()}
    known |= {entry.path for entry in ENTRIES} | {"index.html"}
    named = {page for each in QUERIES for page in each.get("pages", [each.get("page")])}
    assert named - known == set()


def test_each_page_has_words_to_search_for():
    pages = [each["path"] for each in read_toml("pages.toml")["page"]]
    assert sorted(pages) == sorted(["index.html", *(entry.path for entry in ENTRIES)])


def test_the_index_is_small(index):
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    assert len(gzip.compress(text.encode())) < MAX_SIZE


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("own-profile", "LoginRequiredMixin"),
        ("own-profile", "current_user"),
        ("hosts", "TRUSTED_HOSTS"),
        ("profile-by-username", "slug_field"),
        ("csrf", "csrf_token"),
        ("serving", "gunicorn"),
    ],
)
def test_a_topic_has_the_names_in_its_code(index, topic, name):
    (names,) = [entry[6:] for entry in index if entry[3] == f"topics/{topic}.html"]
    assert name in re.split(r"[ .]", " ".join(names))


@pytest.mark.slow
def test_every_result_exists(built, index):
    broken = []
    for kind, _, _, path, *more in index:
        page, _, fragment = path.partition("#")
        lines = (
            [each.rpartition(":")[2] for each in more[0].split("|")]
            if kind in IMPLEMENTATIONS
            else []
        )
        expected = [f"{kind}-L{line}" for line in lines] + [fragment] * bool(fragment)
        text = (built / page).read_text(encoding="utf-8")
        broken += [(page, each) for each in expected if f'id="{each}"' not in text]
    assert broken == []
