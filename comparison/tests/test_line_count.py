"""Lines are counted as what they are, and packages as they are asked for."""

import pytest

from comparison.measure import dependencies
from comparison.model import line_count
from comparison.model.source_refs import SIDES

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


def test_python_is_counted_without_blank_lines_and_comments_and_docstrings_by_themselves():
    assert line_count.of_python(PYTHON) == {"python": 5, "docstrings": 3}


def test_templates_are_counted_without_blank_lines_and_comments():
    assert line_count.of_template(TEMPLATE) == {"templates": 4}


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
    assert line_count.area(file) == area


def test_both_sides_have_lines_in_the_same_areas():
    for of in line_count.by_area().values():
        assert all(counted.total() > 0 for counted in of.values())


@pytest.mark.parametrize("side", SIDES)
def test_each_side_asks_for_its_framework_and_gets_more(side):
    found = dependencies.dependencies(side)
    assert side in dict(found["direct"])
    assert found["indirect"]
    assert not {*dict(found["direct"])} & {*dict(found["indirect"])}
