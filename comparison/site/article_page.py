"""The page of the article: its concepts with their topics and tests, and its parts, counted."""

from comparison.measure import article_metrics
from comparison.model import article, test_results
from comparison.model.source_refs import SIDES


def pages(data_dir):
    """Yield path, template and context of the page."""
    context = {
        "groups": {
            name: [concept_context(each, data_dir) for each in concepts]
            for name, concepts in article.load().items()
        },
        "classes": test_results.CLASSES,
        "parts": article_metrics.load(),
        "brought": {side: article_metrics.brought(side) for side in SIDES},
    }
    yield "article.html", "article.html", context


def concept_context(concept, data_dir):
    """Return a concept, the number of its tests, and their outcome per implementation."""
    tests = {test.id: test for name in concept.requirements for test in test_results.tests_of(name)}
    return concept, len(tests), test_results.verdicts([*tests.values()], data_dir)
