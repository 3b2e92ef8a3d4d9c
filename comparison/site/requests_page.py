"""The page of the requests: the responses that `make requests` stored, and their differences."""

import json

from comparison.exchange.runner import compare_recorded


def pages(data_dir):
    """Yield path, template and context of the page."""
    path = data_dir / "requests.json"
    recorded = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    exchanges = recorded["exchanges"] if recorded else ()
    if any("responses" not in each for each in exchanges):
        recorded, exchanges = None, ()  # the format of an older version
    context = {
        "recorded": recorded,
        "exchanges": [(each, compare_recorded(each)) for each in exchanges],
    }
    yield "requests.html", "requests.html", context
