"""The release dates of packages, from the package index."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import partial

from packaging.version import InvalidVersion, Version
from pypi_simple import PyPISimple
from requests import RequestException

TIMEOUT = 10  # seconds


def releases(pinned):
    """Return the release dates of packages, given as a list of [name, version].

    Each value has the day of that version, and the newest version with its day. A package that
    can't be looked up, for example without a network, is left out.
    """
    with PyPISimple() as index, ThreadPoolExecutor(8) as pool:
        found = pool.map(partial(find_release, index), *zip(*pinned, strict=True))
        return {name: days for (name, _), days in zip(pinned, found, strict=True) if days}


def days_since_release(found, when):
    """Return the days from the newest release of each package to a time in RFC 3339, by name."""
    day = datetime.fromisoformat(when).date()
    return {
        name: (day - date.fromisoformat(each["newest_day"])).days for name, each in found.items()
    }


def find_release(index, name, version):
    """Return the release dates of one package, or None."""
    try:
        days = days_by_version(index.get_project_page(name, timeout=TIMEOUT).packages)
    except RequestException:
        return None
    newest = max((each for each in days if not each.is_prerelease), default=None)
    if newest is None or Version(version) not in days:
        return None
    return {"day": days[Version(version)], "newest": str(newest), "newest_day": days[newest]}


def days_by_version(files):
    """Return the day of the first file of each version, without yanked files."""
    days = {}
    for file in files:
        try:
            version = Version(file.version or "")
        except InvalidVersion:
            continue
        if file.upload_time and not file.is_yanked:
            day = file.upload_time.date().isoformat()
            days[version] = min(day, days.get(version, day))
    return days
