"""Counting lines and packages."""

import pytest

from comparison.measure import dependencies
from comparison.model import line_count
from comparison.model.source_refs import IMPLEMENTATIONS

PYTHON = '''"""What this is,
in two lines."""

# a comment
import os  # with another one


def f():
    """A docstring."""

    text = """no
    docstring"""
    return os, text
'''
TEMPLATE = """{# a comment
of two lines #}
<h1>{{ title }}</h1>

{% if a %}
  text {# with a remark #}
{% endif %}
"""


def test_python_is_counted_without_blank_lines_and_comments():
    assert line_count.count_python(PYTHON) == {"python": 5, "docstrings": 3}


def test_templates_are_counted_without_blank_lines_and_comments():
    assert line_count.count_template(TEMPLATE) == {"templates": 4}


@pytest.mark.parametrize(
    ("file", "area"),
    [
        ("accounts/views.py", "accounts"),
        ("accounts/migrations/0001_initial.py", "migrations"),
        ("templates/accounts/login.html", "accounts"),
        ("templates/base.html", "(root)"),
        ("app.py", "(root)"),
    ],
)
def test_a_file_belongs_to_its_folder(file, area):
    assert line_count.get_area(file) == area


def test_both_implementations_have_lines_in_the_same_areas():
    for counts in line_count.count_by_area().values():
        assert all(each.total() > 0 for each in counts.values())


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_each_implementation_has_direct_and_indirect_dependencies(implementation):
    found = dependencies.dependencies(implementation)
    assert implementation in dict(found["direct"])
    assert found["indirect"]
    assert not {*dict(found["direct"])} & {*dict(found["indirect"])}
