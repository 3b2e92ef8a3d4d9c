"""Builds the static comparison site."""

import json
import shutil
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context

from comparison.model.source_refs import IMPLEMENTATIONS
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


def create_environment():
    """Return the Jinja environment of the templates."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["implementations"] = list(IMPLEMENTATIONS)
    environment.globals["trees"] = IMPLEMENTATIONS
    environment.filters["highlight"] = highlight.highlight
    environment.filters["sum_lines"] = lambda refs: sum(len(ref.lines) for ref in refs)
    environment.filters["percent"] = lambda share: f"{int(100 * share)} %"  # 100 % only for all
    environment.filters["markdown"] = pass_context(
        lambda context, text: markdown.inline(text, context["root"])
    )
    return environment


def build(data_dir):
    """Build the site in `data_dir`/site, replacing the previous one; return that folder."""
    folder, new = data_dir / "site", data_dir / "site.new"
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(HERE / "static", new / "static")
    (new / "static" / "code.css").write_text(highlight.stylesheet(), encoding="utf-8")
    index = json.dumps(search.build_index(), ensure_ascii=False, separators=(",", ":"))
    (new / "static" / "index.js").write_text(f"window.INDEX = {index};\n", encoding="utf-8")
    environment = create_environment()
    for module in PAGES:
        for path, template, context in module.pages(data_dir):
            page = new / path
            page.parent.mkdir(parents=True, exist_ok=True)
            context = {"path": path, "root": "../" * path.count("/"), **context}
            page.write_text(environment.get_template(template).render(context), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)
    return folder
