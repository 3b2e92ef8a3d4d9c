"""Containers have the rights and resources that they need, and no others."""

import re

from deploy.kubernetes.tests.conftest import only


def test_the_user_is_that_of_the_image(rendered):
    user = int(re.search(r"useradd --uid (\d+) app", rendered.read("Dockerfile"))[1])
    for pod in rendered.pods.values():
        context = pod["spec"]["securityContext"]
        assert (context["runAsUser"], context["runAsGroup"]) == (user, user)


def test_containers_have_the_least_rights(rendered):
    for name, container in rendered.containers.items():
        pod = rendered.pods[name]["spec"]
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
        }


def test_containers_write_to_tmp_only(rendered):
    assert "DATA_DIR" not in rendered.find("ConfigMap", "settings")["data"]
    for name, container in rendered.containers.items():
        volume = only(rendered.pods[name]["spec"]["volumes"])
        assert container["volumeMounts"] == [{"name": volume["name"], "mountPath": "/tmp"}]  # noqa: S108
        assert "emptyDir" in volume


def test_containers_have_requests_and_limits(rendered):
    for container in rendered.containers.values():
        resources = container["resources"]
        assert resources["requests"].keys() == resources["limits"].keys() == {"cpu", "memory"}
