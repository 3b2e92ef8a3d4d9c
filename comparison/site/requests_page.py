"""The page of the requests: the responses that `make requests` recorded, and their differences."""

import json

from comparison.exchange.runner import compared
from comparison.model.source_refs import SIDES


def pages(data_dir):
    """Yield path, template and context of the page."""
    path = data_dir / "requests.json"
    recorded = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    exchanges = [(each, compared(each)) for each in (recorded["exchanges"] if recorded else ())]
    context = {"recorded": recorded, "exchanges": exchanges, "sides": [*SIDES]}
    yield "requests.html", "requests.html", context
