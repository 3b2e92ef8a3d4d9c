"""The samples of py-spy are divided into kinds of code, and drawn."""

import xml.etree.ElementTree as ET

import pytest

from bench import flame_graphs, stacks
from runner.process import ROOT

PACKAGES = "/home/ada/app/.venv/lib/python3.11/site-packages"
OWN = f"{ROOT}/flask_impl"
CALLERS = f"<module> ({ROOT}/loop.py:1);request_sampled ({ROOT}/loop.py:2);request ({ROOT}/loop.py)"
APPLICATION = f"{CALLERS};Flask.__call__ ({PACKAGES}/flask/app.py:9)"
VIEW = f"{APPLICATION};by_pk ({OWN}/profiles/views.py:7)"
ORM = f"{VIEW};Session.scalar ({PACKAGES}/sqlalchemy/orm/session.py:5)"
RAW = f"""\
request ({ROOT}/loop.py:2);Flask.__call__ ({PACKAGES}/flask/app.py:9) 900
{CALLERS};setup_testing_defaults (/usr/lib/python3.11/wsgiref/util.py:1) 900
{APPLICATION} 30
{VIEW} 5
{ORM} 20
{ORM};uuid4 (/usr/lib/python3.11/uuid.py:3) 5
{ORM};Cursor.execute ({OWN}/core/database.py:4);Cursor.execute ({PACKAGES}/psycopg/cursor.py:4) 25
{VIEW};root ({OWN}/templates/base.html:1) 6
{VIEW};_go (<sqlalchemy generated _go() wrapper for sqlalchemy.x>:1) 4
{VIEW};Logger.info ({PACKAGES}/structlog/stdlib.py:1) 3
{VIEW};Counter.inc ({PACKAGES}/prometheus_client/metrics.py:1) 2
"""
SHARES = {"driver": 25, "orm": 25, "templates": 6, "project": 9, "framework": 30, "other": 5}


def test_a_sample_counts_for_the_innermost_function_that_is_not_of_python():
    assert stacks.shares(stacks.parse(RAW)) == SHARES


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (f"{PACKAGES}/django/db/models/query.py", "orm"),
        (f"{PACKAGES}/django/template/base.py", "templates"),
        (f"{PACKAGES}/django/core/handlers/base.py", "framework"),
        (f"{PACKAGES}/whitenoise/middleware.py", "other"),
        (f"{ROOT}/django_impl/profiles/views.py", "project"),
    ],
)
def test_a_function_has_the_kind_of_its_file(path, kind):
    assert stacks.parse_frame(f"get ({path}:12)").kind.id == kind


def test_a_flame_graph_has_no_folder_of_the_machine_and_merges_narrow_boxes(monkeypatch):
    monkeypatch.setattr(flame_graphs, "NARROWEST", 0.04)
    drawn = flame_graphs.draw(stacks.parse(RAW), "flask")
    titles = [each.text for each in ET.fromstring(drawn).findall(".//{*}title")]  # noqa: S314
    assert titles[:3] == [
        "Flask.__call__, flask/app.py: 100.0 %",
        "by_pk, flask_impl/profiles/views.py: 70.0 %",
        "Session.scalar, sqlalchemy/orm/session.py: 50.0 %",
    ]
    assert "uuid4, python/uuid.py: 5.0 %" in titles
    assert "…: 5.0 %" in titles  # Logger.info and Counter.inc
    assert "/home" not in drawn
    assert str(ROOT) not in drawn


def test_a_box_is_as_wide_as_the_boxes_above_it_at_least():
    found = stacks.parse(RAW)
    boxes = [*flame_graphs.create_boxes(found, found.total())]
    for box in boxes:
        above = [
            each
            for each in boxes
            if each.level == box.level + 1 and box.start <= each.start < box.start + box.share
        ]
        assert sum(each.share for each in above) <= box.share + 1e-9
