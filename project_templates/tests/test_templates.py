"""A new project passes its own tests and the tests of the suite that its template promises."""

import pytest

from project_templates.tests.conftest import TEMPLATES, read_promises
from runner.process import ROOT, implementations
from shared_tests.support import spec

CHECKS = {
    "django": [
        ["python", "manage.py", "check"],
        ["python", "manage.py", "makemigrations", "--check"],
        ["python", "-W", "error", "manage.py", "test"],
    ],
    "flask": [["flask", "db", "check"], ["python", "-W", "error", "-m", "pytest"]],
}

SAME = [
    "accounts/redirects.py",
    "static/style.css",
    "templates/404.html",
    ".dockerignore",
    ".gitignore",
]


@pytest.mark.slow
def test_the_checks_and_the_tests_of_a_project_pass(project):
    for command in CHECKS[project.framework]:
        project.run(*command)


@pytest.mark.slow
def test_a_project_passes_the_promised_tests_of_the_suite(project):
    tests = project.test()
    assert tests
    assert [name for name, test in tests.items() if test["outcome"] == "failed"] == []


@pytest.mark.slow
def test_pages_show_the_name_of_the_folder(project):
    base = (project.folder / "templates" / "base.html").read_text(encoding="utf-8")
    assert "<title>{% block title %}my_project{% endblock %}</title>" in base


@pytest.mark.parametrize("framework", CHECKS)
def test_every_requirement_of_the_promised_groups_is_promised_or_left_out(framework):
    promised, left_out, _ = read_promises(framework)
    groups = {spec.group(name) for name in promised}
    expected = {name for name in spec.requirements() if spec.group(name) in groups}
    assert sorted([*promised, *left_out]) == sorted(expected)


@pytest.mark.parametrize("framework", CHECKS)
def test_packages_of_a_template_have_the_versions_of_the_implementation(framework):
    def pinned(folder):
        paths = sorted(folder.glob("requirements*.txt"))
        lines = "".join(path.read_text(encoding="utf-8") for path in paths).splitlines()
        return {line for line in lines if "==" in line}

    tree = ROOT / implementations()[framework]["tree"]
    assert pinned(TEMPLATES / framework) <= pinned(tree)


@pytest.mark.parametrize("name", SAME)
def test_shared_files_are_identical_in_both_templates(name):
    assert len({(TEMPLATES / framework / name).read_bytes() for framework in CHECKS}) == 1
