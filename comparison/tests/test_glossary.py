"""data/glossary.toml is valid, and its links lead to the documentation of the right version."""

from collections import Counter
from itertools import groupby

import pytest

from comparison.model import topics
from comparison.model.data import read_toml
from comparison.model.documentation import DOCUMENTATION, check_url
from comparison.model.source_refs import IMPLEMENTATIONS

TERMS = read_toml("glossary.toml")["term"]
REQUIRED_KEYS = {"area", "django", "flask", "docs"}
KEYS = {*REQUIRED_KEYS, "note", "topic", "words"}


def test_the_glossary_has_at_least_100_terms():
    assert len(TERMS) >= 100


def test_a_term_has_no_unknown_key_and_no_empty_value():
    for term in TERMS:
        assert REQUIRED_KEYS <= term.keys() <= KEYS, term
        assert all(term.values()), term


def test_an_area_is_in_one_part():
    areas = Counter(area for area, _ in groupby(TERMS, key=lambda term: term["area"]))
    assert not [area for area, count in areas.items() if count > 1]


def test_no_two_terms_have_the_same_pair():
    pairs = Counter((term["django"], term["flask"]) for term in TERMS)
    assert not [pair for pair, count in pairs.items() if count > 1]


def test_the_topic_of_a_term_exists():
    known = {entry["id"] for entry in topics.entries()}
    assert not {term["topic"] for term in TERMS if "topic" in term} - known


def test_the_backticks_of_a_text_are_balanced():
    texts = [term[key] for term in TERMS for key in ("django", "flask", "note") if key in term]
    assert not [text for text in texts if text.count("`") % 2]


def test_the_links_of_a_term_lead_to_the_documentation():
    for term in TERMS:
        for implementation, url in term["docs"].items():
            check_url(implementation, url)


def test_each_implementation_has_documentation():
    assert DOCUMENTATION.keys() == set(IMPLEMENTATIONS)


@pytest.mark.parametrize(
    ("implementation", "url"),
    [
        ("django", "https://docs.djangoproject.com/en/6.0/topics/http/urls/"),
        ("django", "http://docs.djangoproject.com/en/5.2/topics/http/urls/"),
        ("django", "https://flask.palletsprojects.com/en/stable/api/"),
        ("flask", "https://docs.djangoproject.com/en/5.2/topics/http/urls/"),
    ],
)
def test_a_link_to_another_documentation_is_rejected(implementation, url):
    with pytest.raises(ValueError, match="is not in the documentation of"):
        check_url(implementation, url)
