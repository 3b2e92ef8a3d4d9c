"""Names, docstrings and texts use the words of the frameworks' documentation."""

import ast
import re
import tokenize

import pytest

from runner.road import Road, roads
from shared_tests.meta.source_files import files, relative

# Words to avoid, with the term of the documentation for each.
WORDS = {
    r"answer(s|ed|ing)?": "response, respond",
    r"(?<!email )(?<!ip )(?<!ip_)(?<!ipv4 )(?<!ipv6 )(?<!client )address(es)?": "URL, path, `ip_address` or email address",
    r"e-mails?": "email",
    r"kept": "cached, stored or preserved",
    r"judge(s|d|ment)?": "validate or check",
    r"anew|amid|lest|whoever|whomever": "plain words",
    r"of old|is told|are told|made anew": "plain words",
    r"read_metrics?": "statistics, metrics or results",
    r"somebody|anybody": "a user",
    r"refuses?|refused": "reject",
    r"live (session|token)s?": "active session or token",
}
PATTERNS = {re.compile(rf"\b(?:{word})\b", re.IGNORECASE): term for word, term in WORDS.items()}
# "Who is staff gets in" for "Users who are staff get in".
BARE_WHO = re.compile(r"(?:^|[.:;(] )[Ww]ho (?!\?)[a-z]+ [^?]*$")
# Verbs to avoid at the start of a docstring. Use Return, Raise, Check, ...
VERBS = re.compile(r"^(Say|Tell|Give|Let|Note|Answer|Take|Keep|Put|Look|Ask)\b")
GENITIVE = re.compile(r"[a-z]_of$")  # tokens_of(user)
TEXTS = ("*.md", "*/templates/*.html", "*/templates/*.txt")
QUOTED = re.compile(
    r"```.*?```|`[^`]*`|https?://\S+|\]\([^)]*\)|<[^>]*>|\{[{%].*?[%}]\}", re.DOTALL
)


def modules():
    return [path for path in files("*.py") if "migrations" not in path.parts]


def find_words(text):
    """Return a line for each word to avoid in a text."""
    found = [
        f"{match[0]!r}: {term}"
        for pattern, term in PATTERNS.items()
        for match in pattern.finditer(text)
    ]
    if BARE_WHO.search(text):
        found.append(f"a bare 'who': {text!r}")
    return found


def names(module):
    """Return the names that a module defines: classes, functions, arguments and variables."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def docstrings(module):
    """Return the docstrings of a module, and of its classes and functions."""
    kinds = ast.Module | ast.FunctionDef | ast.ClassDef
    return filter(None, (ast.get_docstring(n) for n in ast.walk(module) if isinstance(n, kinds)))


def comments(path):
    with path.open("rb") as file:
        return [t.string for t in tokenize.tokenize(file.readline) if t.type == tokenize.COMMENT]


def find_in_code(path):
    """Return a line for each word to avoid in the names, docstrings and comments of a module."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    found = [
        f"{name}: {each}" for name in names(module) for each in find_words(name.replace("_", " "))
    ]
    found += [
        f"{name}: an attribute, or get_..." for name in names(module) if GENITIVE.search(name)
    ]
    for text in [*docstrings(module), *comments(path)]:
        found += find_words(" ".join(text.split()))
        found += [f"the verb of {text!r}"] if VERBS.search(text) else []
    return found


def find_in_text(path):
    """Return a line for each word to avoid in a document or a template."""
    text = QUOTED.sub(" ", path.read_text(encoding="utf-8"))
    return [
        each
        for sentence in re.split(r"(?<=[.:;])\s|\n\n|\|", text)
        for each in find_words(" ".join(sentence.split()))
    ]


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_code_uses_the_words_of_the_documentation(path):
    found = find_in_code(path)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", files(*TEXTS), ids=relative)
def test_documents_and_templates_use_the_words_of_the_documentation(path):
    found = find_in_text(path)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", roads())
def test_every_step_of_a_road_uses_the_words_of_the_documentation(name, tmp_path):
    road, found = Road(name), set()
    for number in range(len(road.steps) + 1):
        folder = road.build(number, tmp_path / "state")
        for path in folder.rglob("*"):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                find = find_in_code if path.suffix == ".py" else find_in_text
                found |= {f"{path.relative_to(folder)}: {each}" for each in find(path)}
    assert not found, "\n".join(sorted(found))
