"""The home page."""

from comparison.model import spec, test_results, topics
from comparison.model.line_count import count_by_area
from comparison.model.source_refs import IMPLEMENTATIONS
from comparison.site.file_pages import pairs
from comparison.site.topic_pages import group_by_area, live_urls

FEATURED_TOPIC = "profile-by-pk"


def pages(data_dir):
    """Yield path, template and context of the page."""
    found = topics.load()
    similarities = [pair.similarity for pair in pairs() if pair.similarity is not None]
    context = {
        "featured": topics.get(FEATURED_TOPIC),
        "areas": group_by_area(found),
        "topics": found,
        "requirements": spec.requirements(),
        "tests": test_results.tests(),
        "totals": test_results.totals(data_dir),
        "lines": {name: count_python_lines(name) for name in IMPLEMENTATIONS},
        "files": {
            name: sum(1 for pair in pairs() if pair.source_refs[name]) for name in IMPLEMENTATIONS
        },
        "counterparts": len(similarities),
        "identical": similarities.count(1),
        "live": live_urls(),
    }
    yield "index.html", "index.html", context


def count_python_lines(implementation):
    """Return the number of lines of Python of an implementation, including migrations."""
    return sum(counts[implementation]["python"] for counts in count_by_area().values())
