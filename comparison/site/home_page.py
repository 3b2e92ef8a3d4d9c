"""The front door of the site."""

from comparison.model import line_count, spec, test_results, topics
from comparison.model.source_refs import SIDES
from comparison.site.file_pages import pairs
from comparison.site.topic_pages import by_area, live

SHOWN = "profile-by-pk"  # the pair of snippets that everybody sees first


def pages(data_dir):
    """Yield path, template and context of the page."""
    found = topics.load()
    alike = [pair.alike for pair in pairs() if pair.alike is not None]
    context = {
        "shown": topics.find(SHOWN),
        "areas": by_area(found),
        "topics": found,
        "requirements": spec.requirements(),
        "tests": test_results.tests(),
        "totals": test_results.totals(data_dir),
        "lines": {side: written(side) for side in SIDES},
        "files": {side: sum(1 for pair in pairs() if pair.places[side]) for side in SIDES},
        "counterparts": len(alike),
        "identical": alike.count(1),
        "live": live(),
    }
    yield "index.html", "index.html", context


def written(side):
    """Return how many lines of Python are written on one side, migrations included."""
    return sum(of_area[side]["python"] for of_area in line_count.by_area().values())
