"""A plugin for pytest: select the tests of the suite that an application promises to pass.

With `-p runner.promised --promises=FILE`, a test is selected if the file lists all requirements
that the test checks, and does not except the test.
"""

import json
from pathlib import Path


def pytest_addoption(parser):
    parser.addoption("--promises", help="JSON file with lists of requirements and excepted tests")


def pytest_collection_modifyitems(config, items):
    promised = json.loads(Path(config.getoption("--promises")).read_text(encoding="utf-8"))
    requirements, excepted = set(promised["requirements"]), set(promised["excepted"])
    items[:] = [
        item
        for item in items
        if requirements.issuperset(dict(item.user_properties)["requirements"])
        and not excepted & {item.name, item.originalname}
    ]
