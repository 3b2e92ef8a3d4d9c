"""The names that code uses: those that it defines, and those that it imports from packages."""

import ast
import builtins
import io
import keyword
import re
import tokenize
from functools import cache

from comparison.model.source_refs import file_symbols, list_files, read_file

# In comments, docstrings and other strings: TRUSTED_HOSTS, FilterView, before_request.
IDENTIFIER = re.compile(r"\b(?:[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+|(?:[A-Z]+[a-z0-9]+){2,})\b")
DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")  # an import string
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
WORD = re.compile(r"[A-Za-z_][\w-]+")
PROGRAM = re.compile(r"[A-Za-z_][\w.-]*\w")
METHODS = {*dir(str), *dir(dict), *dir(list), *dir(set)}
IGNORED = {*dir(builtins), *keyword.kwlist, "cls", "only", "self"}


def names_defined(ref):
    """Return the names that a module defines in the lines of a source reference."""
    symbols = file_symbols(ref.implementation, ref.file)
    inside = [name for name, (start, _) in symbols.items() if ref.start <= start <= ref.end]
    return {name for name in inside if WORD.fullmatch(name)} - IGNORED


def names_used(ref):
    """Return the names in the lines of a source reference, without Python's own and variables."""
    if ref.file.endswith(".py"):
        names = python_names(ref.implementation, ref.file)
        found = {name for line, name in names if ref.start <= line <= ref.end}
    elif ref.file.startswith("templates/"):
        tags = [QUOTED.sub("", tag) for tag in TAG.findall(ref.text)]
        found = {word for tag in tags for word in WORD.findall(tag) if not word.startswith("end")}
    elif ref.file.endswith((".in", ".sh")) or "Dockerfile" in ref.file:
        code = [line for line in ref.lines if not line.lstrip().startswith("#")]
        found = {word for line in code for word in PROGRAM.findall(line)}
    else:
        found = set()
    return {name for name in found - IGNORED if len(name) > 1 and not name.startswith("__")}


@cache
def python_names(implementation, file):
    """Return the names in a Python file, as a set of pairs of a line and a name."""
    text = read_file(implementation, file)
    tree = ast.parse(text)
    imported = imported_names(tree, {path.partition("/")[0] for path in list_files(implementation)})
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) if name in imported:
                found |= {(node.lineno, each) for each in imported[name]}
            case ast.Attribute(attr=name) if name not in METHODS:
                path = dotted(node, {*imported, "app", "request"})
                if "." in path or "_" in path:
                    found.add((node.lineno, path if path.count(".") < 3 else name))
            case ast.ClassDef(name=name, body=body):
                found |= {(node.lineno, name), *class_attributes(body)}
            case ast.keyword(arg=str(name)) | ast.FunctionDef(name=name):
                found.add((node.lineno, name))
            case ast.alias(name=name):
                found.add((node.lineno, name.rpartition(".")[2]))
            case ast.Constant(value=str(value)) if DOTTED.fullmatch(value):
                found |= {(node.lineno, each) for each in value.split(".")}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.COMMENT, tokenize.STRING):
            for number, line in enumerate(token.string.splitlines(), token.start[0]):
                found |= {(number, name) for name in IDENTIFIER.findall(line)}
    return found


def class_attributes(body):
    """Yield the line and the name of each attribute that the body of a class assigns."""
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) if "_" in name:
                yield node.lineno, name


def dotted(node, roots):
    """Return an attribute as in `request.user`; only its own name if it is not one of `roots`."""
    match node:
        case ast.Name(id=name) if name in roots:
            return name
        case ast.Attribute(value=value, attr=name):
            prefix = dotted(value, roots)
            return f"{prefix}.{name}" if prefix else name
    return ""


def imported_names(tree, own):
    """Return the names that a module imports: {name: its original name, and its package}.

    The packages in `own` are those of the application, which are left out.
    """
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                package = (getattr(node, "module", None) or alias.name).partition(".")[0]
                name = alias.asname or alias.name.partition(".")[0]
                found[name] = {alias.name.rpartition(".")[2]} | {package} - own
    return found
