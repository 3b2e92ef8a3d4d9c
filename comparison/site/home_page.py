"""The home page: what this is, three doors, and one pair that shows a real difference."""

from comparison.measure import metrics
from comparison.model import recorded, spec, test_results, topics
from comparison.model.imports import get_imports
from comparison.model.source_refs import IMPLEMENTATIONS, resolve
from comparison.site.topic_pages import live_urls

FEATURED = "accounts/forms.py: SignUpForm"
FEATURED_TOPIC = "signup-form"


def pages(data_dir):
    """Yield path, template and context of the page."""
    refs = {name: resolve(name, FEATURED) for name in IMPLEMENTATIONS}
    context = {
        "featured": {name: [*get_imports(ref), ref] for name, ref in refs.items()},
        "featured_topic": topics.get(FEATURED_TOPIC),
        "topics": topics.load(),
        "requirements": spec.requirements(),
        "tests": test_results.tests(),
        "totals": test_results.totals(data_dir),
        "runs": recorded.runs(data_dir),
        "newest": recorded.find(data_dir, "newest.json"),
        "metrics": metrics.by_key(data_dir),
        "live": live_urls(),
    }
    yield "index.html", "index.html", context
