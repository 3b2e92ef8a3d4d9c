"""The commands in the documents exist, and `make test-commands` runs them.

It runs those of README.md and of the pages that it links to.
"""

import re

import pytest

from runner.process import ROOT, implementations
from runner.run_readme_commands import DOCUMENTS, IN_CI, SERVE, SHORTER, commands, documented
from shared_tests.meta.source_files import text

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
DOCUMENTED = documented()
CI = commands(f"```sh\n{text(ROOT / '.ci' / 'run')}```")
RULES = re.findall(r"^([a-z][a-z -]*):", text(ROOT / "Makefile"), re.MULTILINE)
TARGETS = {name for rule in RULES for name in rule.split()}
TARGETS |= {f"test-{name}" for name in implementations()}


def code(page):
    """Return all code of a page: the lines of shell blocks, and the inline code."""
    spans = re.findall(r"(?<!`)`([^`]+)`(?!`)", text(page))
    return [*commands(text(page)), *(" ".join(span.split()) for span in spans)]


def test_a_command_is_a_line_of_a_shell_block_without_its_comment():
    page = "`a`\n\n```sh\nb 'c#d'     # e\n\n# f\n```\n\n```python\ng\n```\n"
    assert commands(page) == ["b 'c#d'"]


@pytest.mark.parametrize("command", [*SERVE, *IN_CI, *SHORTER])
def test_commands_that_are_not_run_as_written_are_documented(command):
    assert command in DOCUMENTED


def test_only_the_operations_page_has_commands_that_are_not_run():
    others = [page for page in (ROOT / "docs").glob("*.md") if f"docs/{page.name}" not in DOCUMENTS]
    assert [page.name for page in others if commands(text(page))] == ["operations.md"]


@pytest.mark.parametrize("command", IN_CI)
def test_slow_commands_are_run_by_continuous_integration(command):
    assert any(command in line for line in CI)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_existing_make_targets(page):
    named = {
        name
        for line in code(page)
        for name in re.findall(r"(?:^|[ =&])make ((?:test-)?[a-z-]+)", line)
    }
    assert named <= TARGETS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_existing_docker_compose_services(page):
    files = "".join(text(path) for path in ROOT.glob("docker-compose*.yml"))
    services = set(re.findall(r"^  ([a-z][a-z0-9-]*):", files, re.MULTILINE))
    named = {
        name
        for line in code(page)
        for name in re.findall(
            r"docker compose (?:run|exec|restart|kill|logs) (?:-+\S+ )*([a-z0-9-]+)", line
        )
    }
    assert named <= services
