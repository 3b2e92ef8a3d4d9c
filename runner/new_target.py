"""`make new-target DIR=...`: creates the skeleton of another implementation.

It copies `runner/skeleton/`, adds a checklist of the requirements, and prints the table for
`runner/implementations.toml`.
"""

import contextlib
import io
import re
import shutil
import string
import sys
from collections import Counter
from pathlib import Path

import pytest

from runner.process import ROOT, implementations
from runner.run_suite import IGNORED
from shared_tests.support import spec

SKELETON = Path(__file__).with_name("skeleton")
COPIED = {"demo_users.json": "demo_users.json", "style.css": "static/style.css"}
# The requirements of the smoke tests, and the groups that come next; the others follow as in SPEC.md.
SMOKE = ["HEALTH-1", "HEALTH-2", "SEED-1", "SUPERUSER-1"]
FIRST = [
    "HOME",
    "PROFILE",
    "VISIBLE",
    "LOGIN",
    "LOGOUT",
    "SIGNUP",
    "USERNAME",
    "SESSION",
    "CSRF",
    "FORM",
    "ERROR",
    "ROUTE",
]
# A test that uses one of these fixtures needs more than a URL.
OPERATIONAL = {"database", "mailbox", "migrated", "postgresql", "prepared", "process"}
URL = "http://127.0.0.1:8000"
TABLE = """\
[$name]
tree = "$tree"
port = $port
port_variable = "${variable}_PORT"
settings_variable = "${variable}_SETTINGS"
server = ["./serve.sh"]
# The tests that need one of the other commands are not offered. Add each when it exists.
# superuser_password_variable = "${variable}_SUPERUSER_PASSWORD"
# manage = ["./manage.sh"]
# migrate = ["./manage.sh", "migrate"]
"""


class TestCounter:
    """A plugin of pytest that counts the collected tests of each requirement."""

    def __init__(self):
        self.all, self.by_url = Counter(), Counter()

    def pytest_collection_finish(self, session):
        for item in session.items:
            names = set(dict(item.user_properties)["requirements"])
            self.all.update(names)
            self.by_url.update(names if OPERATIONAL.isdisjoint(item.fixturenames) else ())


def count_tests():
    """Return the numbers of tests by requirement: of all tests, and of those that need only a URL."""
    counter = TestCounter()
    with contextlib.redirect_stdout(io.StringIO()) as output:
        options = ["--collect-only", "-q", "-p", "no:xdist"]
        status = pytest.main([*options, *IGNORED, str(ROOT / "shared_tests")], plugins=[counter])
    if status:
        sys.exit(output.getvalue())
    return counter.all, counter.by_url


def requirements():
    """Return the heading of SPEC.md and the first sentence of each requirement, by name."""
    found, heading = {}, ""
    pattern = rf"^## (?P<heading>.*)|^- \*\*(?P<name>{spec.NAME})\*\* (?P<text>(?:.|\n)+?\.)(?=\s)"
    for match in re.finditer(pattern, spec.SPEC.read_text(encoding="utf-8"), re.MULTILINE):
        heading = match["heading"] or heading
        if match["name"]:
            found[match["name"]] = heading, " ".join(match["text"].split())
    return found


def groups(names):
    """Return the requirements by group, in the order in which they can be met."""
    found = {"smoke": SMOKE}
    found |= {group: [] for group in [*FIRST, *map(spec.group, names)]}
    for name in names:
        if name not in SMOKE:
            found[spec.group(name)].append(name)
    return {group: members for group, members in found.items() if members}


def checklist():
    """Return the text of CHECKLIST.md."""
    texts = requirements()
    counted, by_url = count_tests()
    lines = [
        "# Checklist",
        "",
        "The requirements in an order in which they can be met, with the first sentence of each.",
    ]
    lines += [
        "`5 + 2 tests`: five that need only the URL of the server, and two that need more (see README.md)."
    ]
    for number, (group, names) in enumerate(groups(texts).items(), start=1):
        heading = "What all other tests require" if group == "smoke" else texts[names[0]][0]
        selected = "test_smoke.py" if group == "smoke" else group
        lines += [
            "",
            f"## {number}. {group}: {heading}",
            "",
            f"    make test T={URL} R={selected}",
            "",
        ]
        for name in names:
            tests = f"{by_url[name]} + {counted[name] - by_url[name]} tests"
            lines.append(f"- [ ] **{name}** ({tests}) {texts[name][1]}")
    return "\n".join(lines) + "\n"


def create(folder):
    """Create the skeleton in a folder; return the table. Exit if the folder is in use."""
    folder = Path(folder).absolute()
    name = re.sub(r"[^a-z0-9]+", "_", folder.name.lower()).strip("_").removesuffix("_impl")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        sys.exit(f"{folder} exists already, and is not an empty folder.")
    if not name or name in implementations():
        sys.exit(f"{folder.name!r} gives no new name for an implementation: choose another DIR=...")
    inside = folder.is_relative_to(ROOT)
    values = {
        "name": name, "variable": name.upper(), "root": ROOT, "spec": ROOT / "SPEC.md",
        "tree": folder.relative_to(ROOT) if inside else folder,
        "port": 1 + max(each["port"] for each in implementations().values()),
    }  # fmt: skip
    list_of_requirements = checklist()
    shutil.copytree(
        SKELETON, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
    )
    for source, copied in COPIED.items():
        (folder / copied).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "shared_tests" / source, folder / copied)
    (folder / "CHECKLIST.md").write_text(list_of_requirements, encoding="utf-8")
    readme = string.Template((folder / "README.md").read_text(encoding="utf-8"))
    (folder / "README.md").write_text(readme.substitute(values), encoding="utf-8")
    return string.Template(TABLE).substitute(values)


def main():
    if len(sys.argv) != 2:
        sys.exit("make new-target DIR=path/of/a/new/folder")
    table = create(sys.argv[1])
    print(f"Created {sys.argv[1]}: start with README.md there.\n")
    print(
        "Later, add this table to the end of runner/implementations.toml, and `make test-NAME` runs all tests:\n"
    )
    print(table, end="")


if __name__ == "__main__":
    main()
