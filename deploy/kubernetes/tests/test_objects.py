"""The objects are valid, and fit together."""

from copy import deepcopy

import kubernetes_validate
import pytest

from deploy.kubernetes.tests.conftest import only

OLDEST = "1.30"  # the first version with `sleep` in `preStop`
SETTINGS = ("settings", "prepare")  # the components that docs/operations.md applies first


def labels(each):
    return each["metadata"]["labels"]


def component(each):
    return labels(each)["app.kubernetes.io/component"]


def references(pod):
    """Yield the kind and the name of the objects from which a container gets variables."""
    container = only(pod["spec"]["containers"])
    single = [each.get("valueFrom", {}) for each in container.get("env", [])]
    for source in [*container["envFrom"], *single]:
        for key, value in source.items():
            if "name" in value:
                yield {"c": "ConfigMap", "s": "Secret"}[key[0]], value["name"]


@pytest.mark.parametrize("version", [OLDEST, kubernetes_validate.latest_version()])
def test_each_object_is_valid_in_the_oldest_and_the_latest_version(rendered, version):
    for each in rendered.objects:
        kubernetes_validate.validate(each, version, strict=True)


def test_an_unknown_field_is_invalid(rendered):
    changed = deepcopy(rendered.find("Deployment", "server"))
    only(changed["spec"]["template"]["spec"]["containers"])["readynessProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError, match="readynessProbe"):
        kubernetes_validate.validate(changed, kubernetes_validate.latest_version(), strict=True)


def test_all_objects_are_in_the_namespace_of_the_implementation(rendered):
    name = rendered.implementation["name"]
    namespaces = [each for each in rendered.objects if each["kind"] == "Namespace"]
    assert only(namespaces)["metadata"]["name"] == name
    others = [each for each in rendered.objects if each["kind"] != "Namespace"]
    assert {each["metadata"]["namespace"] for each in others} == {name}


def test_variables_come_from_objects_that_exist(rendered):
    existing = {(each["kind"], each["metadata"]["name"]) for each in rendered.objects}
    used = {found for pod in rendered.pods.values() for found in references(pod)}
    assert used == {found for found in existing if found[0] in ("ConfigMap", "Secret")}


def test_all_containers_have_the_same_settings(rendered):
    settings = [str(each["envFrom"]) for each in rendered.containers.values()]
    assert settings == settings[:1] * 3


def test_what_is_applied_first_is_the_job_with_all_that_it_needs(rendered):
    first = [each for each in rendered.objects if component(each) in SETTINGS]
    kinds = sorted(each["kind"] for each in first)
    assert kinds == ["ConfigMap", "Job", "Namespace", "Secret", "Secret"]


@pytest.mark.parametrize("name", ["server", "worker"])
def test_a_deployment_selects_its_own_pods(rendered, name):
    selector = rendered.find("Deployment", name)["spec"]["selector"]["matchLabels"]
    selected = [
        pod for pod in rendered.pods if selector.items() <= labels(rendered.pods[pod]).items()
    ]
    assert selected == [name]


def test_only_servers_are_served_and_counted_and_spread(rendered):
    server = labels(rendered.pods["server"])
    pod = rendered.pods["server"]["spec"]
    assert rendered.find("Service", "server")["spec"]["selector"] == server
    budget = rendered.find("PodDisruptionBudget", "server")["spec"]
    assert budget["selector"]["matchLabels"] == server
    assert only(pod["topologySpreadConstraints"])["labelSelector"]["matchLabels"] == server


def test_requests_reach_the_port_of_the_container(rendered):
    ingress, service = (rendered.find(kind, "server")["spec"] for kind in ("Ingress", "Service"))
    backend = only(only(ingress["rules"])["http"]["paths"])["backend"]["service"]
    port, container = only(service["ports"]), only(rendered.containers["server"]["ports"])
    assert backend == {"name": "server", "port": {"name": port["name"]}}
    assert port["targetPort"] == container["name"]


def test_the_ingress_has_the_first_of_the_allowed_hosts(rendered):
    ingress = rendered.find("Ingress", "server")["spec"]
    allowed = rendered.find("ConfigMap", "settings")["data"]["ALLOWED_HOSTS"]
    assert only(ingress["rules"])["host"] == only(ingress["tls"])["hosts"][0]
    assert only(ingress["rules"])["host"] == allowed.split(",")[0]


def test_an_update_keeps_all_replicas_and_a_drained_node_all_but_one(rendered):
    server = rendered.find("Deployment", "server")["spec"]
    scaler = rendered.find("HorizontalPodAutoscaler", "server")["spec"]
    assert server["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    assert rendered.find("PodDisruptionBudget", "server")["spec"]["maxUnavailable"] == 1
    assert scaler["scaleTargetRef"]["kind"] == "Deployment"
    assert scaler["scaleTargetRef"]["name"] == "server"
    assert scaler["minReplicas"] == 3
    assert "replicas" not in server  # would undo what the autoscaler has set
