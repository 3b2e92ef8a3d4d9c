"""The Jinja environment of the templates, with the filters that they use."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from markupsafe import Markup, escape

from comparison.model import documentation
from comparison.model.source_refs import IMPLEMENTATIONS
from comparison.site import about, highlight, markdown, menu
from comparison.site.search import slug

TEMPLATES = Path(__file__).with_name("templates")


def create_environment():
    """Return the Jinja environment of the templates."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["implementations"] = list(IMPLEMENTATIONS)
    environment.globals["trees"] = IMPLEMENTATIONS
    environment.globals["line"] = format_line
    environment.globals["menu"] = menu.MENU
    environment.globals["about"] = about.read()
    environment.filters["highlight"] = highlight.highlight
    environment.filters["sum_lines"] = lambda refs: sum(len(ref.lines) for ref in refs)
    environment.filters["percent"] = lambda share: f"{int(100 * share)} %"  # 100 % only for all
    environment.filters["slug"] = slug
    environment.filters["test_page"] = test_page
    environment.filters["command"] = format_command
    environment.filters["docs_title"] = documentation.title
    environment.filters["markdown"] = pass_context(
        lambda context, text: markdown.inline(text, context["root"])
    )
    return environment


def render(environment, path, template, context):
    """Return the page at this path as HTML."""
    place = {
        "path": path,
        "root": "../" * path.count("/"),
        "section": menu.section(path),
        "summary": menu.summary(path),
    }
    return environment.get_template(template).render(place | context)


def format_line(line, href, id=""):
    """Return a Line with its number, which links to `href`; faster than a macro."""
    attribute = f' id="{escape(id)}"' if id else ""
    number = f'<a class="number" tabindex="-1" href="{escape(href)}">{line.number}</a>'
    code = f'<span class="src in{line.indent}">{line.html}</span>'
    return Markup(f'<span class="line"{attribute}>{number}{code}</span>')  # noqa: S704, escaped


def format_command(text):
    """Return Markdown with commands, each line of it on a line of its own."""
    return Markup("<br>").join(markdown.inline(line, "") for line in text.strip().splitlines())


def test_page(test):
    """Return the path of the page of a test, given as pytest's id of it."""
    file, _, name = test.partition("::")
    return f"tests/{file.removeprefix('shared_tests/')}.html#{name.partition('[')[0]}"
