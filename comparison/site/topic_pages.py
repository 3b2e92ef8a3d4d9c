"""The pages of topics: the list, and one page for each."""

import os
import re
from functools import cache
from itertools import groupby

from comparison.model import diffs, spec, test_results, topics
from comparison.model.defaults import different_defaults
from comparison.model.minimal import minimal_versions
from comparison.site import highlight
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
        "equal_share": equal_share(pairs),
        "minimal": {
            name: highlight.text_lines(text, "minimal.py")
            for name, text in minimal_versions(topic.id).items()
        },
        "see": [topics.get(name) for name in topic.see],
        "used": used_names(topic),
        "live": {name: url + topic.live for name, url in live_urls().items() if topic.live},
    }


def equal_share(pairs):
    """Return the share of the lines that are the same on both sides."""
    same = total = 0
    for left, right in pairs:
        lines = [ref.lines if ref else [] for ref in (left, right)]
        same += 2 * sum(block.size for block in diffs.matcher(*lines).get_matching_blocks())
        total += sum(map(len, lines))
    return same / total


@cache
def defining_topics():
    """Return the first topic that shows the definition of a symbol, as {name: Topic}."""
    found = {}
    for topic in topics.load():
        for refs in topic.source_refs.values():
            for ref in refs:
                if ref.symbol and ref.file.endswith(".py"):
                    found.setdefault(ref.symbol.rpartition(".")[2], topic)
    return found


def used_names(topic):
    """Return the names that a topic uses and another topic defines, as sorted pairs with it."""
    text = "\n".join(ref.text for refs in topic.source_refs.values() for ref in refs)
    own = {
        ref.symbol.rpartition(".")[2] for r in topic.source_refs.values() for ref in r if ref.symbol
    }
    words = set(re.findall(r"\b[A-Za-z_]\w{3,}\b", text)) - own
    return [
        (name, other)
        for name, other in sorted(defining_topics().items())
        if name in words and other.id != topic.id and is_distinctive(name)
    ]


def is_distinctive(name):
    """Return whether a name says what it means without its context: `LoginForm`, not `get`."""
    return "_" in name.strip("_") or not name.islower()


def live_urls():
    """Return the URL at which each implementation is served, by name; {} unless LIVE is set."""
    if not os.environ.get("LIVE"):
        return {}
    return {
        name: f"http://localhost:{os.environ.get(table['port_variable']) or table['port']}"
        for name, table in compared().items()
    }
