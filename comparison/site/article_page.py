"""The page of the article: its concepts with their topics and tests, and its parts."""

from comparison.measure import article_metrics
from comparison.model import article, article_lines, test_results
from comparison.model.source_refs import IMPLEMENTATIONS
from comparison.site import article_document, markdown


def pages(data_dir):
    """Yield path, template and context of the page."""
    context = {
        "groups": {
            name: [concept_context(each, data_dir) for each in concepts]
            for name, concepts in article.load().items()
        },
        "lines": markdown.document(article_document.lines_table(article_lines.load()), root=""),
        "classes": test_results.CSS_CLASSES,
        "parts": article_metrics.load(),
        "framework_packages": {
            name: article_metrics.framework_packages(name) for name in IMPLEMENTATIONS
        },
    }
    yield "article.html", "article.html", context


def concept_context(concept, data_dir):
    """Return a concept, the number of its tests, and their worst outcome by implementation."""
    tests = {
        test.id: test for name in concept.requirements for test in test_results.tests_for(name)
    }
    return concept, len(tests), test_results.worst_outcomes([*tests.values()], data_dir)
