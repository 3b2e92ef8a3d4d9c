"""The page of the requests: the responses that `make requests` recorded, and their differences."""

from comparison.exchange.runner import compare_recorded
from comparison.model import recorded


def pages(data_dir):
    """Yield path, template and context of the page."""
    found = recorded.read(data_dir, "requests.json")
    exchanges = [(each, compare_recorded(each)) for each in found["exchanges"]]
    context = {"requests": found, "exchanges": exchanges}
    yield "requests.html", "requests.html", context
