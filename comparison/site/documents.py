"""The pages of the documents on the article: files of docs/ as HTML."""

from comparison.model.source_refs import ROOT
from comparison.site import markdown


def pages(data_dir):
    """Yield path, template and context of each page."""
    for name in markdown.DOCUMENTS:
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix("# ")
        context = {"title": title, "text": markdown.document(text, root="")}
        yield markdown.page_path(name), "document.html", context
