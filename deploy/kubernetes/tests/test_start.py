"""The Job and a server run with the variables of their containers: as processes, with SQLite."""

import http.client
import re
from base64 import b64decode

import pytest

from runner.process import Process

pytestmark = pytest.mark.slow
POD_IP = "127.0.0.1"  # of the Pod
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


def environment(rendered, name):
    """Return the variables of a container, as the kubelet sets them."""
    container = rendered.containers[name]
    set_by_source = {}
    for source in container["envFrom"]:
        set_by_source |= read(rendered, source)
    found = {}
    for each in container.get("env", []):
        value = each.get("value") or read_one(rendered, each["valueFrom"])
        found[each["name"]] = re.sub(r"\$\((\w+)\)", lambda part: found[part[1]], value)
    return set_by_source | found


def read(rendered, reference):
    """Return the data of a ConfigMap or a Secret."""
    if "configMapRef" in reference:
        return rendered.find("ConfigMap", reference["configMapRef"]["name"])["data"]
    data = rendered.find("Secret", reference["secretRef"]["name"])["data"]
    return {name: b64decode(value).decode() for name, value in data.items()}


def read_one(rendered, reference):
    """Return the value that one variable refers to."""
    if "fieldRef" in reference:
        assert reference["fieldRef"] == {"fieldPath": "status.podIP"}
        return POD_IP
    ((key, value),) = reference.items()
    return read(rendered, {key.replace("KeyRef", "Ref"): value})[value["key"]]


def run(rendered, name, folder):
    """Run the command of a container on the database in a folder, and return its process."""
    process = Process(rendered.implementation, folder)
    own, values = process.environment, environment(rendered, name)
    secret = [key for key, value in values.items() if value == ""]
    process.environment = {
        **{key: own[key] for key in ("PATH", "HOME", "LANG")},
        **values,
        **dict.fromkeys(secret, "a long text that nobody else knows"),
        "DATABASE_URL": own["DATABASE_URL"],
        "CACHE_URL": "locmem://",
        "HOST": POD_IP,
        "PORT": own["PORT"],
    }
    return process.start(*rendered.containers[name]["command"])


@pytest.fixture(scope="module")
def server(rendered, tmp_path_factory):
    """A server on a database that the Job has prepared."""
    folder = tmp_path_factory.mktemp("data")
    prepare = run(rendered, "prepare", folder)
    assert prepare.process.wait(100) == 0, prepare.log()
    server = run(rendered, "server", folder).wait()
    yield server
    assert server.stop() == 0, server.log()


def status(server, path, host):
    """Return the status of the response to a request with this Host."""
    connection = http.client.HTTPConnection(POD_IP, server.port, timeout=30)
    connection.request("GET", path, headers={"Host": host})
    found = connection.getresponse().status
    connection.close()
    return found


def test_a_server_responds_to_its_probes_and_to_prometheus(rendered, server):
    container = rendered.containers["server"]
    paths = {container[probe]["httpGet"]["path"] for probe in PROBES}
    assert paths == {"/readyz", "/healthz"}
    for path in (*paths, "/metrics"):
        assert status(server, path, f"{POD_IP}:8000") == 200


def test_a_server_responds_to_its_host_only(rendered, server):
    assert status(server, "/", f"{rendered.implementation['name']}.example") == 200
    assert status(server, "/", "elsewhere.example") == 400
