"""data/package_map.toml and data/bites.toml: known keys, topics, files, packages and titles."""

import re
from collections import Counter

import pytest

from comparison.model import topics
from comparison.model.data import read_toml
from comparison.model.defaults import different_defaults
from comparison.model.source_refs import IMPLEMENTATIONS, ROOT, resolve, suggest
from shared_tests.support import spec

DIRECTIONS = {
    f"{source}-to-{target}": (source, target)
    for source, target in (list(IMPLEMENTATIONS), list(IMPLEMENTATIONS)[::-1])
}
TABLES = {
    "part": ({"area", "django", "flask"}, {"file", "note", "topic"}),
    "add": ({"direction", "package", "text"}, set()),
    "drop": ({"direction", "package", "text"}, set()),
    "stays": ({"what", "text"}, {"topic"}),
    "cannot": ({"what", "text"}, {"topic", "direction"}),
    "users": ({"direction", "steps"}, set()),
}
MAP = read_toml("package_map.toml")
BITES = read_toml("bites.toml")["bite"]
TOPICS = [entry["id"] for entry in topics.entries()]


def package_names(implementation):
    """Return the packages that the requirements of an implementation name."""
    tree = ROOT / IMPLEMENTATIONS[implementation]
    lines = [
        line
        for path in tree.glob("requirements*.in")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return {re.match(r"[\w-]+", line)[0] for line in lines if line.strip()}


def duplicates(values):
    return [value for value, count in Counter(values).items() if count > 1]


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_have_known_keys_and_topics(name):
    required, optional = TABLES[name]
    for row in MAP[name]:
        assert required <= row.keys() <= required | optional, row
        assert all(row.values()), row
        topic = row.get("topic", TOPICS[0])
        assert topic in TOPICS, f"{topic}{suggest(topic, TOPICS)}"


def test_there_are_no_other_tables():
    assert MAP.keys() == TABLES.keys()


def test_the_files_exist_in_flask():
    for row in MAP["part"]:
        if "file" in row:
            resolve("flask", row["file"])


def test_areas_are_not_split():
    areas = [row["area"] for row in MAP["part"]]
    starts = [area for area, before in zip(areas, ["", *areas], strict=False) if area != before]
    assert not duplicates(starts)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_packages_are_the_differences_between_the_requirements(direction):
    source, target = (package_names(name) for name in DIRECTIONS[direction])
    for table, packages in (("add", target - source), ("drop", source - target)):
        rows = [row["package"] for row in MAP[table] if row["direction"] == direction]
        assert sorted(rows) == sorted(packages)


def test_directions_are_known():
    rows = [*MAP["add"], *MAP["drop"], *MAP["users"], *BITES]
    assert {row["direction"] for row in rows} == DIRECTIONS.keys()


@pytest.mark.parametrize("name", ["stays", "cannot"])
def test_the_rows_are_about_different_things(name):
    for direction in DIRECTIONS:
        rows = [row for row in MAP[name] if row.get("direction", direction) == direction]
        assert not duplicates(row["what"] for row in rows)


def test_the_requirements_in_the_texts_exist():
    text = " ".join(row["text"] for row in [*MAP["stays"], *MAP["cannot"], *BITES])
    known = spec.requirements()
    groups = {spec.group(name) for name in known}
    named = [name for name in re.findall(spec.NAME, text) if spec.group(name) in groups]
    assert named
    assert set(named) <= set(known)


def test_the_defaults_that_bite_have_known_keys_and_titles():
    for row in BITES:
        assert row.keys() == {"direction", "title", "text"}
        title = row["title"]
        assert title in different_defaults(), f"{title}{suggest(title, different_defaults())}"


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_direction_has_its_defaults_that_bite(direction):
    titles = [row["title"] for row in BITES if row["direction"] == direction]
    assert not duplicates(titles)
    assert 12 <= len(titles) <= 20
