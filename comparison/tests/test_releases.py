"""The release dates of packages."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from requests import ConnectionError as NoNetwork

from comparison.measure.releases import days_since_release, find_release


def file(version, day, *, yanked=False):
    time = datetime(2026, 1, day, tzinfo=UTC)
    return SimpleNamespace(version=version, upload_time=time, is_yanked=yanked)


class Index:
    def __init__(self, *files):
        self.files = files

    def get_project_page(self, name, timeout):
        if not self.files:
            raise NoNetwork
        return SimpleNamespace(packages=self.files)


def test_the_day_of_a_version_is_that_of_its_first_file():
    index = Index(file("1.0", 5), file("1.0", 3), file("1.1", 9))
    expected = {"day": "2026-01-03", "newest": "1.1", "newest_day": "2026-01-09"}
    assert find_release(index, "package", "1.0") == expected


@pytest.mark.parametrize("other", [file("2.0rc1", 9), file("2.0", 9, yanked=True), file("x", 9)])
def test_an_unusable_release_is_not_the_newest(other):
    assert find_release(Index(file("1.0", 3), other), "package", "1.0")["newest"] == "1.0"


def test_an_unknown_release_is_left_out():
    assert find_release(Index(), "package", "1.0") is None
    assert find_release(Index(file("1.1", 3)), "package", "1.0") is None


def test_days_since_release_count_from_the_newest_release():
    found = {"package": {"newest_day": "2026-01-09"}}
    assert days_since_release(found, "2026-01-31T12:00:00Z") == {"package": 22}
