"""The pages of the specification, the requests and the numbers, with and without data."""

import json

import pytest

from comparison.exchange import runner
from comparison.exchange.responses import Response
from comparison.model import recorded
from comparison.model.source_refs import IMPLEMENTATIONS
from comparison.site import (
    async_page,
    fairness_page,
    home_page,
    requests_page,
    results_page,
    specification_page,
)
from comparison.site.environment import create_environment, render
from runner import results


def rendered(module, folder, path=None):
    """Return a page of a module as HTML, the only one unless a path is given."""
    ((path, template, context),) = [
        each for each in module.pages(folder) if each[0] == path or path is None
    ]
    return render(create_environment(), path, template, context)


@pytest.mark.parametrize("name", ["numbers.json", "requests.json", "bench.json", "faults.json"])
def test_a_page_without_recorded_results_fails_the_build(name, tmp_path, monkeypatch):
    monkeypatch.setattr(recorded, "RECORDED", tmp_path)
    with pytest.raises(FileNotFoundError, match=f"{name}: make record"):
        recorded.read(tmp_path, name)


def test_the_home_page_shows_the_newest_releases_with_which_both_passed(data_dir):
    versions = {"django": "99.1", "flask": "98.2", "python": "3.97.0"}
    newest = {"when": "2026-01-02T03:04:05Z", "versions": versions}
    (data_dir / "newest.json").write_text(json.dumps(newest), encoding="utf-8")
    html = rendered(home_page, data_dir)
    assert "Django 99.1, Flask 98.2" in html
    assert "Python 3.97.0" in html
    assert "the newest releases with which both passed" in html


def test_the_home_page_does_not_need_a_run_on_the_newest_releases(data_dir, monkeypatch):
    find = recorded.find
    monkeypatch.setattr(
        recorded, "find", lambda folder, name: None if name == "newest.json" else find(folder, name)
    )
    assert "newest releases" not in rendered(home_page, data_dir)


def test_own_results_come_before_recorded_ones(tmp_path):
    (tmp_path / "bench.json").write_text('{"when": "now"}', encoding="utf-8")
    assert recorded.read(tmp_path, "bench.json") == {"when": "now"}


def test_the_specification_shows_outcomes_and_the_exchange_of_a_failure(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    failure = {"message": "assert 1 == 2", "exchange": "> GET /<b>"}
    result = {"requirements": ["HOME-1"], "outcome": "failed", "seconds": 1}
    for implementation in IMPLEMENTATIONS:
        results.keep(
            implementation, "local", [{"tests": {"a.py::test_it_is[x]": result | failure}}]
        )
    page = rendered(specification_page, tmp_path)
    assert 'id="HOME-1"' in page
    assert 'href="topics/' in page
    assert "it is (x)" in page
    assert page.count("assert 1 == 2") == 2
    assert "&gt; GET /&lt;b&gt;" in page


def test_the_benchmark_shows_the_result_of_each_target(tmp_path):
    reached = (
        {"value": 0.5, "bound": 0.3, "met": True, "spread": None},
        {"value": 0.25, "bound": 0.3, "met": False, "spread": 0.07},
    )
    part = {
        "label": "by pk",
        "at_least": True,
        "implementations": dict(zip(IMPLEMENTATIONS, reached, strict=True)),
    }
    bench = {
        "when": "2026-01-02T03:04:05Z",
        "quick": False,
        "targets": [{"text": "a page", "parts": [part]}],
        "results": {key: dict.fromkeys(IMPLEMENTATIONS, 2.345) for key in ("start", "memory")},
    }
    (tmp_path / "bench.json").write_text(json.dumps(bench), encoding="utf-8")
    page = rendered(results_page, tmp_path, "bench.html")
    assert '<th scope="row">a page: by pk</th>' in page
    assert '<span class="passes">0.50 ✓</span></td><td class="num">≥ 0.3</td>' in page
    assert '<span class="fails">0.25 ±7 % ✗</span>' in page
    assert page.count('<td class="num">2.35</td>') == 4


def test_the_page_on_async_views_shows_the_results_of_each_application(tmp_path):
    load = {"name": "many", "path": "/once/", "connections": 64, "seconds": 2}
    row = {"framework": "Quart", "view": "async def", "server": "ASGI, 2 processes"}
    found = {
        "when": "2026-01-02T03:04:05Z",
        "rounds": 3,
        "versions": {"Quart": "99.1"},
        "loads": [load],
        "applications": [row | {"results": {"many": {"ratio": 7.62, "ms": 1234.5}}}],
    }
    (tmp_path / "async.json").write_text(json.dumps(found), encoding="utf-8")
    page = rendered(async_page, tmp_path)
    assert "64 requests at a time" in page
    assert '<td>ASGI, 2 processes</td><td class="num">7.6</td><td class="num">1,234</td>' in page
    assert "Quart 99.1" in page
    assert '<h2 id="what-flask-does-with-async-def">' in page


def test_a_difference_that_is_not_allowed_is_shown(tmp_path):
    entry = runner.entries()[0]
    left, right = (
        vars(Response(200, "OK", {}, [], "page", [f"<h1> {name}"])) for name in ("Ada", "Grace")
    )
    requests = {
        "when": "2026-11-22T12:00:00Z",
        "versions": {},
        "exchanges": [
            entry | {"responses": dict(zip(IMPLEMENTATIONS, (left, right), strict=True))}
        ],
    }
    (tmp_path / "requests.json").write_text(json.dumps(requests), encoding="utf-8")
    page = rendered(requests_page, tmp_path)
    assert f'id="{entry["id"]}"' in page
    assert "1 not allowed" in page
    assert "&lt;h1&gt; Grace" in page


def test_the_tests_and_source_refs_of_the_fairness_page_exist(tmp_path):
    assert "Fairness" in rendered(fairness_page, tmp_path)
