"""The pages of topics: the list, and one page for each."""

import os
from itertools import groupby

from comparison.model import diffs, spec, test_results, topics
from comparison.model.defaults import different_defaults
from comparison.site.diff_hunks import hunks
from runner.process import compared


def pages(data_dir):
    """Yield path, template and context of each page."""
    found = topics.load()
    areas = group_by_area(found)
    yield "topics/index.html", "topics.html", {"areas": areas}
    for before, topic, after in zip([None, *found], found, [*found[1:], None], strict=False):
        context = {"areas": areas, "before": before, "after": after}
        yield f"topics/{topic.id}.html", "topic.html", context | topic_context(topic, data_dir)


def group_by_area(found):
    """Return topics as pairs of an area and its topics."""
    return [(area, list(each)) for area, each in groupby(found, key=lambda topic: topic.area)]


def topic_context(topic, data_dir):
    """Return the context of the page of a topic, without the list of all topics."""
    pairs = diffs.align(*topic.source_refs.values())
    requirements = [spec.requirements()[name] for name in topic.requirements]
    tests = [test_results.tests_for(name) for name in topic.requirements]
    verdicts = [test_results.worst_outcomes(each, data_dir) for each in tests]
    return {
        "topic": topic,
        "pairs": [(left, right, hunks(left, right)) for left, right in pairs],
        "requirements": list(zip(requirements, tests, verdicts, strict=True)),
        "outcomes": test_results.outcomes(data_dir),
        "classes": test_results.CSS_CLASSES,
        "differences": [different_defaults()[title] for title in topic.differences],
        "live": {name: url + topic.live for name, url in live_urls().items() if topic.live},
    }


def live_urls():
    """Return the URL at which each implementation is served, by name."""
    return {
        name: f"http://localhost:{os.environ.get(table['port_variable']) or table['port']}"
        for name, table in compared().items()
    }
