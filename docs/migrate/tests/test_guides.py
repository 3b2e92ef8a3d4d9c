"""Every step has a section in the guide, with commands and code from the step."""

import re

import pytest

from runner.road import MIGRATE, Road, roads

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GUIDES = [name for name in roads() if (MIGRATE / f"{name}.md").exists()]
HEADINGS = ("Why", "What users see", "Check", "Back", "Pitfalls")


def sections(name):
    """Return the title and the text of each numbered section of a guide."""
    text = (MIGRATE / f"{name}.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (\d+)\. (.*)$", text, flags=re.MULTILINE)
    return [(parts[i + 1], parts[i + 2].split("\n## ")[0]) for i in range(1, len(parts), 3)]


def cases():
    return [(name, number) for name in GUIDES for number in range(1, len(Road(name).steps) + 1)]


@pytest.fixture(scope="session")
def build(tmp_path_factory):
    """Return a function that returns the texts of all files after a step."""
    built = {}

    def texts(name, number):
        if (name, number) not in built:
            folder = Road(name).build(number, tmp_path_factory.mktemp(name) / "state")
            files = [path for path in folder.rglob("*") if path.is_file()]
            found = [path.read_text(encoding="utf-8") for path in files if ".git" not in path.parts]
            built[name, number] = found
        return built[name, number]

    return texts


@pytest.mark.parametrize("name", GUIDES)
def test_every_step_has_a_section_in_order(name):
    titles = [title for title, _ in sections(name)]
    assert titles == [step.title for step in Road(name).steps]


@pytest.mark.parametrize(("name", "number"), cases())
def test_a_section_says_why_what_users_see_how_to_check_and_how_to_go_back(name, number):
    _, text = sections(name)[number - 1]
    assert re.findall(r"^\*\*(.*?)\.\*\*", text, re.MULTILINE) == [*HEADINGS]


@pytest.mark.parametrize(("name", "number"), cases())
def test_every_code_block_is_in_a_file_or_the_description_of_the_step(name, number, build):
    road = Road(name)
    step = road.steps[number - 1]
    commands = {*road.people, *step.commands, *step.afterwards, *step.back}
    commands |= {f"make move ROAD={name} STEP={number}", road.count_hashes}
    description = (road.folder / "road.toml").read_text(encoding="utf-8")
    for language, code in FENCE.findall(sections(name)[number - 1][1]):
        if language == "sh":
            assert set(code.splitlines()) <= commands
        elif language == "toml":
            assert set(code.splitlines()) <= set(description.splitlines())
        else:
            assert any(code in text for text in build(name, number)), code
