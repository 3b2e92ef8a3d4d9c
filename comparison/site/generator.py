"""Builds the static comparison site."""

import json
import shutil
from pathlib import Path

from comparison.site import (
    article_page,
    async_page,
    choose_page,
    defaults_page,
    documents,
    exercises_page,
    fairness_page,
    faults_page,
    file_pages,
    highlight,
    home_page,
    inputs,
    numbers_page,
    requests_page,
    results_page,
    search,
    specification_page,
    tables,
    topic_pages,
)
from comparison.site.environment import create_environment, render

HERE = Path(__file__).parent
DIGEST = "inputs.sha256"  # the file of a built site that says from what
PAGES = [
    home_page,
    choose_page,
    async_page,
    article_page,
    documents,
    tables,
    exercises_page,
    topic_pages,
    defaults_page,
    file_pages,
    specification_page,
    results_page,
    faults_page,
    requests_page,
    numbers_page,
    fairness_page,
]


def build(data_dir):
    """Build the site in `data_dir`/site, replacing the previous one; return that folder."""
    folder, new = data_dir / "site", data_dir / "site.new"
    digest = inputs.digest(data_dir)
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(HERE / "static", new / "static")
    (new / "static" / "code.css").write_text(highlight.stylesheet(), encoding="utf-8")
    index = json.dumps(search.build_index(), ensure_ascii=False, separators=(",", ":"))
    (new / "static" / "index.js").write_text(f"window.INDEX = {index};\n", encoding="utf-8")
    environment = create_environment()
    for module in PAGES:
        print(f"  {module.__name__.rpartition('.')[2].replace('_', ' ')}", flush=True)
        for path, template, context in module.pages(data_dir):
            page = new / path
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(render(environment, path, template, context), encoding="utf-8")
    (new / DIGEST).write_text(digest, encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)
    return folder


def build_if_changed(data_dir):
    """Build the site unless it is built from the same files already; return its folder."""
    stored = data_dir / "site" / DIGEST
    if stored.exists() and stored.read_text(encoding="utf-8") == inputs.digest(data_dir):
        return stored.parent
    print("Building the comparison site:", flush=True)
    return build(data_dir)
