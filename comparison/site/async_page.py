"""The page on async views: the last recorded run of `make bench-async`, and docs/async.md."""

from comparison.model import recorded
from comparison.model.source_refs import ROOT
from comparison.site import markdown


def pages(data_dir):
    """Yield path, template and context of the page."""
    title, _, text = (ROOT / "docs" / "async.md").read_text(encoding="utf-8").partition("\n")
    yield (
        "async.html",
        "async.html",
        {
            "title": title.removeprefix("# "),
            "results": recorded.read(data_dir, "async.json"),
            "text": markdown.document(text, ""),
        },
    )
