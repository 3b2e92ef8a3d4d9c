"""The manifests agree with the images, the documents and each other."""

import re
import subprocess

import pytest

from deploy.kubernetes.tests.conftest import FOLDER, only
from runner.process import ROOT, compared

BASE = FOLDER / "base"
POSTGRESQL_CONNECTIONS = 100 - 3  # by default, without those for superusers


def number(pattern, text):
    """Return the only number that a pattern finds in a text."""
    return int(only(re.findall(pattern, text, re.MULTILINE)))


def variables(rendered):
    """Return the names of all variables that are not only parts of others."""
    kinds = ("ConfigMap", "Secret")
    names = [name for each in rendered.objects if each["kind"] in kinds for name in each["data"]]
    for container in rendered.containers.values():
        parts = re.findall(r"\$\((\w+)\)", str(container.get("env", [])))
        names += [each["name"] for each in container.get("env", []) if each["name"] not in parts]
    return set(names)


def test_kustomization_lists_each_file_of_the_base():
    text = (BASE / "kustomization.yaml").read_text(encoding="utf-8")
    listed = re.findall(r"(?:  - |path: |\[)(\w+\.(?:yaml|env))", text)
    files = [path.name for path in BASE.iterdir() if path.name != "kustomization.yaml"]
    assert sorted(listed) == sorted(files)


def test_both_implementations_differ_only_by_what_is_theirs():
    def generic(implementation):
        name = implementation["name"]
        text = (FOLDER / name / "kustomization.yaml").read_text(encoding="utf-8")
        worker = ", ".join([*implementation["manage"], "worker"])
        for own in (implementation["settings_variable"], f"[{worker}]", name):
            assert own in text
            text = text.replace(own, "...")
        return text

    one, other = compared().values()
    assert generic(one) == generic(other)


def test_each_variable_is_a_documented_setting(rendered):
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [name for name in variables(rendered) if not re.search(rf"`{name}\b", page)] == []


def test_servers_leave_the_emails_to_the_worker(rendered):
    assert rendered.find("ConfigMap", "settings")["data"]["TASK_WORKER"] == "0"


def test_the_port_is_that_of_the_image(rendered):
    port = only(rendered.containers["server"]["ports"])["containerPort"]
    assert port == number(r"^EXPOSE (\d+)", rendered.read("Dockerfile"))


def test_commands_are_those_of_the_implementation(rendered):
    commands = {name: each["command"] for name, each in rendered.containers.items()}
    worker = [*rendered.implementation["manage"], "worker"]
    assert commands == {"prepare": ["./prepare.sh"], "server": ["./serve.sh"], "worker": worker}
    for name in ("prepare.sh", "serve.sh"):
        assert (rendered.tree / name).exists()


def test_all_containers_run_the_image_of_the_implementation(rendered):
    images = {each["image"] for each in rendered.containers.values()}
    assert images == {f"registry.example/{rendered.implementation['name']}:1"}


def test_a_server_has_time_to_finish_what_it_has_begun(rendered):
    pause = rendered.containers["server"]["lifecycle"]["preStop"]["sleep"]["seconds"]
    graceful = number(r"^graceful_timeout = (\d+)", rendered.read("gunicorn.conf.py"))
    seconds = rendered.pods["server"]["spec"]["terminationGracePeriodSeconds"]
    assert seconds >= pause + graceful + 5


def test_the_replicas_fit_into_the_connections_of_postgresql(rendered):
    """During an update there is one more server, one more worker, and the Job has ended."""
    threads = number(r"^threads = (\d+)", rendered.read("gunicorn.conf.py"))
    workers = int(rendered.find("ConfigMap", "settings")["data"]["WORKERS"])
    most = rendered.find("HorizontalPodAutoscaler", "server")["spec"]["maxReplicas"] + 1
    senders = rendered.find("Deployment", "worker")["spec"]["replicas"] + 1
    assert most * workers * (threads + 1) + senders <= POSTGRESQL_CONNECTIONS


@pytest.mark.parametrize("name", compared())
def test_the_files_of_secrets_are_examples_without_a_secret(name):
    ignored = ["git", "check-ignore", "--quiet"]
    examples = sorted(FOLDER.glob("*.env.example"))
    assert [path.stem for path in examples] == ["logins.env", "secrets.env"]
    for example in examples:
        subprocess.run([*ignored, FOLDER / name / example.stem], cwd=ROOT, check=True)
        for line in example.read_text(encoding="utf-8").splitlines():
            assert line.startswith("#") or re.search(r"=$|:password@[a-z]+\.example:", line)
