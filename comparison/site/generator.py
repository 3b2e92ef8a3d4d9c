"""Builds the static comparison site."""

import json
import shutil
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context

from comparison.model.source_refs import SIDES
from comparison.site import (
    article_page,
    documents,
    fairness_page,
    file_pages,
    highlight,
    home_page,
    markdown,
    numbers_page,
    requests_page,
    search,
    specification_page,
    topic_pages,
)

HERE = Path(__file__).parent
PAGES = [
    home_page,
    article_page,
    documents,
    topic_pages,
    file_pages,
    specification_page,
    requests_page,
    numbers_page,
    fairness_page,
]


def environment():
    """Return the Jinja environment of the site's templates."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["sides"] = list(SIDES)
    made.globals["trees"] = SIDES
    made.filters["highlight"] = highlight.highlight
    made.filters["sum_lines"] = lambda places: sum(len(place.lines) for place in places)
    made.filters["percent"] = lambda share: f"{int(100 * share)} %"  # not 100 % but where all is
    made.filters["markdown"] = pass_context(
        lambda context, text: markdown.inline(text, context["root"])
    )
    return made


def build(data_dir):
    """Write all pages into `data_dir`/site, in place of what is there; return that folder."""
    folder, ahead = data_dir / "site", data_dir / "site.new"
    shutil.rmtree(ahead, ignore_errors=True)
    shutil.copytree(HERE / "static", ahead / "static")
    (ahead / "static" / "code.css").write_text(highlight.stylesheet(), encoding="utf-8")
    index = json.dumps(search.index(), ensure_ascii=False, separators=(",", ":"))
    (ahead / "static" / "index.js").write_text(f"window.INDEX = {index};\n", encoding="utf-8")
    templates = environment()
    for module in PAGES:
        for path, template, context in module.pages(data_dir):
            page = ahead / path
            page.parent.mkdir(parents=True, exist_ok=True)
            context = {"path": path, "root": "../" * path.count("/"), **context}
            page.write_text(templates.get_template(template).render(context), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    ahead.rename(folder)
    return folder
