"""The repository can be cloned or unpacked on any machine."""

import re
from collections import Counter
from pathlib import PurePosixPath

import pytest

from runner.checkout import Checkout
from runner.process import ROOT

WINDOWS = [
    ("core.autocrlf=true",),
    ("core.autocrlf=true", "core.eol=crlf"),
    ("core.autocrlf=input", "core.safecrlf=true"),
    ("core.eol=crlf",),
]
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{n}" for name in ("com", "lpt") for n in range(10)),
}
EXECUTABLE = "100755"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    return Checkout(tmp_path_factory.mktemp("checkout"))


def changed(checkout, folder):
    """Return the files in a folder whose bytes differ from the repository."""
    return [
        name
        for name in checkout.entries()
        if (folder / name).read_bytes() != (ROOT / name).read_bytes()
    ]


@pytest.mark.parametrize("settings", WINDOWS, ids=" ".join)
def test_a_clone_has_the_same_bytes_with_any_setting_of_line_endings(checkout, settings):
    assert changed(checkout, checkout.clone(f"clone {settings}", *settings)) == []


@pytest.mark.parametrize("settings", WINDOWS, ids=" ".join)
def test_an_archive_has_the_same_bytes_with_any_setting_of_line_endings(checkout, settings):
    assert changed(checkout, checkout.archive(f"archive {settings}", *settings)) == []


def test_no_text_file_contains_a_carriage_return(checkout):
    binary = [name for name in checkout.entries() if b"\r" in (ROOT / name).read_bytes()]
    assert {PurePosixPath(name).suffix for name in binary} == {".png"}


def test_a_script_with_crlf_line_endings_is_committed_with_lf(checkout):
    clone = checkout.clone("edited")
    (clone / "new.sh").write_bytes(b"#!/bin/sh\r\necho a\r\n")
    checkout.git("add", "new.sh", cwd=clone)
    assert "i/lf" in checkout.git("ls-files", "--eol", "new.sh", cwd=clone)


def test_exactly_the_files_with_a_shebang_are_executable(checkout):
    executable = {name for name, mode in checkout.entries().items() if mode == EXECUTABLE}
    scripts = {name for name in checkout.entries() if (ROOT / name).read_bytes()[:2] == b"#!"}
    assert executable == scripts


def test_the_repository_has_no_symbolic_links_and_no_submodules(checkout):
    assert set(checkout.entries().values()) == {"100644", EXECUTABLE}


def test_no_two_paths_differ_only_in_case(checkout):
    paths = {
        path.as_posix()
        for name in checkout.entries()
        for path in (PurePosixPath(name), *PurePosixPath(name).parents)
    }
    seen = Counter(path.casefold() for path in paths)
    assert [path for path, number in seen.items() if number > 1] == []


def test_every_file_name_is_valid_on_windows(checkout):
    parts = {part for name in checkout.entries() for part in PurePosixPath(name).parts}
    invalid = {
        part
        for part in parts
        if re.search(r'[^ -~]|[<>:"|?*\\]|[. ]$', part) or part.partition(".")[0].lower() in DEVICES
    }
    assert invalid == set()
    assert max(map(len, checkout.entries())) < 150  # Windows allows 260 in total
