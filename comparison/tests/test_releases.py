"""How old packages are, from what an index tells."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from requests import ConnectionError as NoNetwork

from comparison.measure.releases import ages, released


def file(version, day, *, withdrawn=False):
    time = datetime(2026, 1, day, tzinfo=UTC)
    return SimpleNamespace(version=version, upload_time=time, is_yanked=withdrawn)


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
    assert released(index, "package", "1.0") == expected


@pytest.mark.parametrize("other", [file("2.0rc1", 9), file("2.0", 9, withdrawn=True), file("x", 9)])
def test_what_is_no_release_to_use_is_not_the_newest(other):
    assert released(Index(file("1.0", 3), other), "package", "1.0")["newest"] == "1.0"


def test_what_cannot_be_looked_up_is_left_out():
    assert released(Index(), "package", "1.0") is None
    assert released(Index(file("1.1", 3)), "package", "1.0") is None


def test_an_age_is_the_days_since_the_last_release():
    found = {"package": {"newest_day": "2026-01-09"}}
    assert ages(found, "2026-01-31T12:00:00Z") == {"package": 22}
