"""The site is built again only if something has changed that it is built from."""

import pytest

from comparison.model.source_refs import ROOT
from comparison.site import generator, inputs


@pytest.fixture
def count_builds(monkeypatch, tmp_path):
    """Return a function that builds the site if needed, and returns how often it was built."""
    builds = []

    def build(data_dir):
        builds.append(data_dir)
        folder = data_dir / "site"
        folder.mkdir(exist_ok=True)
        (folder / generator.DIGEST).write_text(inputs.digest(data_dir), encoding="utf-8")
        return folder

    monkeypatch.setattr(generator, "build", build)

    def count():
        assert generator.build_if_changed(tmp_path) == tmp_path / "site"
        return len(builds)

    return count


def test_an_unchanged_site_is_not_built_again(count_builds):
    assert [count_builds(), count_builds()] == [1, 1]


def test_new_results_and_links_to_a_running_pair_are_shown(count_builds, monkeypatch, tmp_path):
    count_builds()
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "django.json").write_text("{}", encoding="utf-8")
    assert count_builds() == 2
    monkeypatch.setenv("LIVE", "1")
    assert [count_builds(), count_builds()] == [3, 3]


def test_a_changed_file_is_shown(count_builds, monkeypatch, tmp_path_factory):
    repository = tmp_path_factory.mktemp("repository")
    (repository / ".venv").mkdir()
    monkeypatch.setattr(inputs, "ROOT", repository)
    count_builds()
    (repository / ".venv" / "installed.py").touch()
    assert count_builds() == 1
    (repository / "views.py").touch()
    assert count_builds() == 2


def test_the_digest_counts_the_files_of_the_pages(tmp_path):
    files = {path.relative_to(ROOT).as_posix() for path in inputs.repository_files(tmp_path)}
    assert {"README.md", "SPEC.md", "comparison/site/templates/base.html"} <= files
    assert not any(".venv/" in file or file.startswith(".git/") for file in files)


def test_a_build_stores_the_digest(built):
    assert len((built / generator.DIGEST).read_text(encoding="utf-8")) == 64
