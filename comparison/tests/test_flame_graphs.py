"""The recorded flame graphs: what they show, and that the page and the document agree with them."""

import re

import pytest

from comparison.model import recorded
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT
from comparison.site import results_page
from comparison.tests.test_pages import rendered

VIEWS = {"django": "ProfileView.get, django_impl/", "flask": "by_pk, flask_impl/"}
MAX_BYTES = 150_000


@pytest.fixture
def shares(tmp_path):
    """The recorded percentages, as {kind: {implementation: percentage}}."""
    return {
        each["kind"]: {name: each[name] for name in IMPLEMENTATIONS}
        for each in recorded.read(tmp_path, "bench/flame_graphs.json")["shares"]
    }


@pytest.mark.parametrize("name", IMPLEMENTATIONS)
def test_a_flame_graph_shows_the_view_and_no_folder_of_a_machine(name, tmp_path):
    graph = recorded.find_text(tmp_path, f"bench/flame_graph_{name}.svg")
    titles = re.findall("<title>(.+?)</title>", graph)
    assert any(title.startswith(VIEWS[name]) for title in titles)
    assert [title for title in titles if re.search(r"(^|[ (,;])/\w", title)] == []
    assert len(graph.encode()) < MAX_BYTES


@pytest.mark.parametrize("name", IMPLEMENTATIONS)
def test_the_shares_are_those_of_all_samples_and_of_each_kind(name, shares):
    assert sum(each[name] for each in shares.values()) == pytest.approx(100, abs=0.3)
    assert min(each[name] for each in shares.values()) > 0
    assert shares["orm"][name] > shares["driver"][name]


def test_the_page_shows_the_shares_and_both_flame_graphs(shares, tmp_path):
    page = rendered(results_page, tmp_path, "bench.html")
    for name in IMPLEMENTATIONS:
        assert VIEWS[name] in page
    for each in shares.values():
        assert "".join(f'<td class="num">{share:.1f} %</td>' for share in each.values()) in page


def test_the_document_has_the_recorded_shares(shares):
    text = (ROOT / "docs" / "benchmark.md").read_text(encoding="utf-8")
    sentences = text.partition("**A profile page.**")[2].partition("\n- **")[0]
    kinds = (["orm", "driver"], ["templates"], ["project"], ["framework"])
    expected = [
        round(sum(shares[kind][name] for kind in group)) for group in kinds for name in VIEWS
    ]
    assert [int(number) for number in re.findall(r"(\d+) %", sentences)] == expected
