"""The repository can be cloned, or unpacked, on any machine."""

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
    """Return the files that are not there byte for byte as they are here."""
    return [
        name
        for name in checkout.entries()
        if (folder / name).read_bytes() != (ROOT / name).read_bytes()
    ]


@pytest.mark.parametrize("settings", WINDOWS, ids=" ".join)
def test_a_clone_has_the_same_bytes_whatever_git_is_told_of_line_ends(checkout, settings):
    assert changed(checkout, checkout.clone(f"clone {settings}", *settings)) == []


@pytest.mark.parametrize("settings", WINDOWS, ids=" ".join)
def test_so_has_an_archive(checkout, settings):
    assert changed(checkout, checkout.archive(f"archive {settings}", *settings)) == []


def test_no_text_has_a_carriage_return(checkout):
    binary = [name for name in checkout.entries() if b"\r" in (ROOT / name).read_bytes()]
    assert {PurePosixPath(name).suffix for name in binary} == {".png"}


def test_a_script_that_was_saved_with_other_line_ends_is_committed_without_them(checkout):
    clone = checkout.clone("edited")
    (clone / "new.sh").write_bytes(b"#!/bin/sh\r\necho a\r\n")
    checkout.git("add", "new.sh", cwd=clone)
    assert "i/lf" in checkout.git("ls-files", "--eol", "new.sh", cwd=clone)


def test_what_begins_with_an_interpreter_can_be_executed_and_nothing_else(checkout):
    executable = {name for name, mode in checkout.entries().items() if mode == EXECUTABLE}
    scripts = {name for name in checkout.entries() if (ROOT / name).read_bytes()[:2] == b"#!"}
    assert executable == scripts


def test_there_are_no_links_and_no_other_repositories(checkout):
    assert set(checkout.entries().values()) == {"100644", EXECUTABLE}


def test_no_two_names_differ_in_case_alone(checkout):
    paths = {
        path.as_posix()
        for name in checkout.entries()
        for path in (PurePosixPath(name), *PurePosixPath(name).parents)
    }
    seen = Counter(path.casefold() for path in paths)
    assert [path for path, number in seen.items() if number > 1] == []


def test_every_name_is_one_that_windows_takes(checkout):
    parts = {part for name in checkout.entries() for part in PurePosixPath(name).parts}
    refused = {
        part
        for part in parts
        if re.search(r'[^ -~]|[<>:"|?*\\]|[. ]$', part) or part.partition(".")[0].lower() in DEVICES
    }
    assert refused == set()
    assert max(map(len, checkout.entries())) < 150  # of 260, with the folder in front
