"""SPEC.md has every selector, id, class, path, field, setting and asserted text that the suite relies on."""

import re
from functools import cache
from itertools import chain

import pytest

from shared_tests.meta import relied_on
from shared_tests.support import spec
from shared_tests.support.target import DEMO_USERS

DEMO_WORDS = relied_on.words(" ".join(str(each) for user in DEMO_USERS for each in user.values()))
NAME = re.compile(r"[a-zA-Z][\w-]*")
WORD = re.compile(r"[a-zA-Z][\w-]+")
PATTERN = re.compile(
    r"\\.|\[.*?\]|\{[0-9,]+\}|\(.*?\)\?"
)  # what is no text in a regular expression
# A path that is no other one with NUL, `//` and the like, which ROUTE-2 and PROFILE-7 cover.
PLAIN_PATH = re.compile(r"/[a-z][\w/.{}-]*")
MISSING = "SPEC.md does not have {}: write it there in backticks, or use what is there"
each_module = pytest.mark.parametrize(
    "module", relied_on.modules(), ids=lambda each: each.path.name
)


def is_promised(text):
    """Return whether SPEC.md has a text: its words in a regular expression, otherwise all of it.

    `{}` stands for the values of an f-string.
    """
    parts = WORD.findall(PATTERN.sub(" ", text)) if PATTERN.search(text) else text.split("{}")
    return all(is_promised_name(part.strip('" .-')) for part in parts if WORD.search(part))


def is_promised_name(name):
    """Return whether SPEC.md has an id, a class, an attribute or an element, or the field of an id (FORM-1)."""
    return spec.promises(name) or spec.promises(name.removeprefix("id_").removesuffix("-error"))


@cache
def promised_paths():
    """Return the paths of SPEC.md, as they stand there, with a regular expression for each."""
    found = re.findall(r"(?:^|(?<= ))/[^\s?]*", spec.code(), re.MULTILINE)
    steps = re.findall(r"^(?:[a-z-]+/)+(?:<.*>/)?", spec.code(), re.MULTILINE)  # relative ones
    found += [f"/walkthrough/{step}" for step in steps]
    patterns = [re.sub("<.*?>", "[^/]+", re.escape(each)) for each in found]
    return {
        each: re.compile(pattern.replace(r"\.\.\.", ".*"))
        for each, pattern in zip(found, patterns, strict=True)
    }


def is_promised_path(path):
    """Return whether SPEC.md has a path, its beginning, or the same path with a trailing slash (ROUTE-1)."""
    beginning = path.partition("{}")[0]
    return any(
        each.startswith(beginning) or pattern.fullmatch(path) or pattern.fullmatch(f"{path}/")
        for each, pattern in promised_paths().items()
    )


@each_module
def test_asserted_texts_are_those_of_the_specification_or_of_the_test_itself(module):
    own = module.own_words | DEMO_WORDS
    asserted = [
        text for text in map(relied_on.literal, module.asserted) if not text.startswith("/")
    ]
    found = [
        text for text in asserted if not is_promised(text) and not relied_on.words(text) <= own
    ]
    assert not found, MISSING.format(found)


@each_module
def test_names_in_selectors_are_those_of_the_specification(module):
    selectors = (
        " ".join(module.arguments(relied_on.SELECTING)).replace("{}", "").replace(":not", "")
    )
    found = [name for name in NAME.findall(selectors) if not is_promised_name(name)]
    assert not found, MISSING.format(found)


@each_module
def test_forms_and_fields_are_those_of_the_specification(module):
    found = module.arguments(relied_on.BY_ID | relied_on.FIELDS, first=True)
    found += module.keywords({"submit"})
    found = [text for text in found if not is_promised(text.removeprefix("/"))]
    assert not found, MISSING.format(found)


@each_module
def test_links_buttons_and_labels_are_those_of_the_specification(module):
    found = module.arguments(relied_on.LABELS)
    found = [text for text in found if not is_promised(text) and not text.startswith("/")]
    assert not found, MISSING.format(found)


@each_module
def test_settings_of_servers_are_those_of_the_specification(module):
    settings = [name for name in module.keywords() if re.fullmatch("[A-Z]+(_[A-Z]+)*", name)]
    found = [name for name in settings if not spec.promises(name)]
    assert not found, MISSING.format(found)


@each_module
def test_requested_paths_are_those_of_the_specification(module):
    texts = [*module.arguments(relied_on.REQUESTS), *map(relied_on.literal, module.asserted)]
    paths = [text.partition("?")[0] for text in texts]
    plain = {path for path in paths if PLAIN_PATH.fullmatch(path) and "//" not in path}
    found = [path for path in plain if not is_promised_path(path)]
    assert not found, MISSING.format(found)


def test_the_suite_relies_on_something_of_each_kind():
    modules = relied_on.modules()
    assert len(modules) > 50
    for functions in (relied_on.SELECTING, relied_on.BY_ID, relied_on.FIELDS, relied_on.LABELS):
        assert len({*chain.from_iterable(each.arguments(functions) for each in modules)}) > 5
