"""Paired files of the two implementations have the same names, in the same order."""

import ast
import re

import pytest

from runner.process import ROOT, compared

MIN_SHARE = 0.7  # of the names in paired files
SUFFIX = re.compile(r"(View|Schema|Serializer|Mixin)$")  # these belong to the framework
PRESCRIBED = {"bp", "init_app", "register"}  # by the documentation of the frameworks
TABLE = ROOT / "docs" / "names.md"
TREES = [ROOT / each["tree"] for each in compared().values()]
LEFT_OUT = {".venv", "migrations", "tests", "settings"}  # settings have the names of the frameworks


def names(path):
    """Return the top-level names of a module in order, by their normalized form."""
    found = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.setdefault(plain(node.name), node.name)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.setdefault(plain(target.id), target.id)
    return {key: name for key, name in found.items() if name not in PRESCRIBED}


def plain(name):
    """Return a name in lower case, without the suffix of a framework and underscores."""
    return (SUFFIX.sub("", name) or name).lower().replace("_", "")


def pairs():
    """Yield the path of each file of both implementations, with its names in each."""
    first, second = TREES
    for path in sorted(first.rglob("*.py")):
        file = path.relative_to(first)
        if not LEFT_OUT & set(file.parts) and (second / file).exists():
            yield str(file), names(path), names(second / file)


def listed():
    """Return the rows of docs/names.md by file: the names of one implementation only."""
    rows = re.findall(
        r"^\| `([^`]+)` \| (.*?) \| (.*?) \| .+ \|$", TABLE.read_text("utf-8"), re.MULTILINE
    )
    return {file: [re.findall(r"`([^`]+)`", cell) for cell in cells] for file, *cells in rows}


each_pair = pytest.mark.parametrize(
    ("file", "ours", "theirs"), [pytest.param(*pair, id=pair[0]) for pair in pairs()]
)


@each_pair
def test_every_name_without_a_counterpart_is_explained(file, ours, theirs):
    alone = [
        [name for key, name in one.items() if key not in other]
        for one, other in ((ours, theirs), (theirs, ours))
    ]
    assert listed().get(file, [[], []]) == alone


@each_pair
def test_common_names_are_in_the_same_order(file, ours, theirs):
    assert [key for key in ours if key in theirs] == [key for key in theirs if key in ours]


def test_most_names_are_the_same():
    found = list(pairs())
    same = sum(2 * len(ours.keys() & theirs.keys()) for _, ours, theirs in found)
    share = same / sum(len(ours) + len(theirs) for _, ours, theirs in found)
    assert share >= MIN_SHARE, f"{share:.0%}"


def test_every_row_is_about_a_paired_file():
    assert listed().keys() <= {file for file, _, _ in pairs()}
