"""The page of defaults: those that differ, and those that are the same in both and dangerous."""

from itertools import groupby

from comparison.model import spec, topics
from comparison.model.data import read_toml
from comparison.model.defaults import different_defaults
from comparison.site.tables import with_topic


def pages(data_dir):
    """Yield path, template and context of the page."""
    different = list(different_defaults().values())
    by_title = {}
    for topic in topics.load():
        for title in topic.differences:
            by_title.setdefault(title, []).append(topic)
    context = {
        "different": different,
        "areas": [(area, list(each)) for area, each in groupby(different, lambda each: each.area)],
        "equal": [with_topic(each) for each in read_toml("equal_defaults.toml")["default"]],
        "topics_by_title": by_title,
        "known": spec.requirements(),
    }
    yield "defaults.html", "defaults.html", context
