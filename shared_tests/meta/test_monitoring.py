"""The dashboard and the alerts use metrics and labels that `/metrics` has."""

import json
import re

import promql_parser
import pytest
import yaml

from runner.process import ROOT, implementations
from shared_tests.support.metrics import TYPES, VIEWS

FOLDER = ROOT / "deploy" / "prometheus"
DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "dashboard.json").read_text(encoding="utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
DATA_SOURCE = {"type": "prometheus", "uid": "${datasource}"}
VARIABLES = {each["name"]: each["query"] for each in DASHBOARD["templating"]["list"]}
RULES = [
    rule
    for group in yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
EXPRESSIONS = {
    **{f"{each['title']} {at['refId']}": at["expr"] for each in PANELS for at in each["targets"]},
    **{rule["alert"]: rule["expr"] for rule in RULES},
}
TARGET_LABELS = {"job", "instance"}  # Prometheus adds them to each metric
SAMPLES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_count", "_sum")}
each_expression = pytest.mark.parametrize("name", EXPRESSIONS)


def exported():
    """Return the labels of each sample of `/metrics`, by name, and those of `up`."""
    labels = {"up": TARGET_LABELS}
    for family, (kind, names) in TYPES.items():
        for suffix in SAMPLES[kind]:
            le = {"le"} if suffix == "_bucket" else set()
            labels[family + suffix] = names | le | TARGET_LABELS
    return labels


def parse(text):
    """Return the parsed expression, with a duration for the variable of Grafana."""
    return promql_parser.parse(text.replace("$__rate_interval", "5m"))


def parts(node):
    """Yield a node of an expression and all nodes below it."""
    yield node
    for name in ("expr", "lhs", "rhs", "vector_selector"):
        if child := getattr(node, name, None):
            yield from parts(child)
    for child in getattr(node, "args", None) or []:
        yield from parts(child)


def selectors(node):
    return [each for each in parts(node) if isinstance(each, promql_parser.VectorSelector)]


def matchers(name):
    return [each for at in selectors(parse(EXPRESSIONS[name])) for each in at.matchers.matchers]


@each_expression
def test_an_expression_uses_metrics_and_labels_that_exist(name):
    labels = exported()
    expression = parse(EXPRESSIONS[name])
    found = selectors(expression)
    assert found
    assert {each.name for each in found} <= labels.keys()
    for each in found:
        assert {matcher.name for matcher in each.matchers.matchers} <= labels[each.name]
    common = set.intersection(*(labels[each.name] for each in found))
    for each in parts(expression):
        if isinstance(each, promql_parser.AggregateExpr):
            assert {*each.modifier.labels} <= common


@each_expression
def test_a_view_or_a_result_that_an_expression_names_exists(name):
    values = {"view": {*VIEWS.values()}, "result": {"hit", "miss", "error"}}
    for matcher in matchers(name):
        if matcher.name in values:
            assert any(re.fullmatch(matcher.value, each) for each in values[matcher.name])


def test_an_unknown_metric_or_label_is_found():
    assert "http_requests" not in exported()
    assert "le" not in exported()["http_request_duration_seconds_count"]
    nested = parse("1 - sum(rate(a[5m])) / (b or histogram_quantile(0.9, -c))")
    assert [each.name for each in selectors(nested)] == ["a", "b", "c"]


def test_the_dashboard_shows_every_metric():
    names = {each.name for text in EXPRESSIONS.values() for each in selectors(parse(text))}
    assert all(any(each.startswith(family) for each in names) for family in TYPES)


def test_panels_have_an_id_of_their_own_and_do_not_overlap():
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len({*ids}) == len(ids)
    taken = set()
    for position in (panel["gridPos"] for panel in DASHBOARD["panels"]):
        x, y = position["x"], position["y"]
        cells = {(x + i, y + j) for i in range(position["w"]) for j in range(position["h"])}
        assert x + position["w"] <= 24
        assert taken.isdisjoint(cells)
        taken |= cells


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel["title"])
def test_a_panel_uses_the_variables_of_the_dashboard(panel):
    assert panel["datasource"] == DATA_SOURCE
    for target in panel["targets"]:
        assert target["datasource"] == DATA_SOURCE
        assert {*re.findall(r"\$(\w+)", target["expr"])} <= {*VARIABLES, "__rate_interval"}
        assert 'job=~"$job", instance=~"$instance"' in target["expr"]


def test_the_variables_come_from_a_metric_that_exists():
    assert VARIABLES["datasource"] == "prometheus"
    for name in TARGET_LABELS:
        metric, label = re.fullmatch(
            r"label_values\((\w+).*, (\w+)\)", VARIABLES[name]["query"]
        ).groups()
        assert metric in exported()
        assert label == name


def test_each_alert_says_how_severe_it_is_and_what_happens():
    assert len({rule["alert"] for rule in RULES}) == len(RULES) == 4
    for rule in RULES:
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert "$labels.job" in rule["annotations"]["summary"]


def test_prometheus_reads_the_rules_and_every_replica():
    settings = yaml.safe_load((FOLDER / "prometheus.yml").read_text(encoding="utf-8"))
    assert settings["rule_files"] == ["alerts.yml"]
    scaled = (ROOT / "docker-compose.scale.yml").read_text(encoding="utf-8")
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    jobs = {each["job_name"]: each["static_configs"][0] for each in settings["scrape_configs"]}
    assert jobs.keys() == implementations().keys()
    for job, static in jobs.items():
        replicas = re.findall(rf"^  ({job}(?:-\d)?):$", scaled, re.MULTILINE)
        assert static["targets"] == [f"{replica}:8000" for replica in replicas]
        hosts = services[job]["environment"]["ALLOWED_HOSTS"].split(",")
        assert {*replicas} <= {*hosts}
