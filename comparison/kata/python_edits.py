"""Edits of Python source: function bodies that raise, statements and imports that are removed."""

import ast
from functools import cache

# They may run while an application starts, so they must not raise.
DOES_NOTHING = {"init_app", "ready", "__init__"}
DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def first_line(node):
    """Return the first line of a statement, including its decorators."""
    return min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])


def blocks(node):
    """Return the lists of statements that a node consists of."""
    names = ("body", "orelse", "finalbody", "handlers")
    return [block for name in names if isinstance(block := getattr(node, name, None), list)]


@cache
def inner_blocks(tree):
    """Return all lists of statements in a tree, except that of a module."""
    parents = [node for node in ast.walk(tree) if not isinstance(node, ast.Module)]
    return [block for parent in parents for block in blocks(parent) if block]


def is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def statements_within(node, first, last, stays=()):
    """Yield the outermost statements in the lines from `first` to `last`.

    Imports, docstrings and statements in a range of lines of `stays` are left out.
    """
    for child in [each for block in blocks(node) for each in block]:
        start, end = first_line(child), child.end_lineno
        if any(a <= start and end <= b for a, b in stays):
            continue
        contains_other = any(start <= a and b <= end for a, b in stays)
        if first <= start and end <= last and not contains_other:
            if not isinstance(child, ast.Import | ast.ImportFrom) and not is_docstring(child):
                yield child
        elif start <= last and first <= end:
            yield from statements_within(child, first, last, stays)


def body_edits(node, lines):
    """Return the edits that blank the bodies of a definition: of a function, or of all methods.

    A class without methods loses its attributes. An edit is (first line, last line, new lines).
    """
    if isinstance(node, ast.ClassDef):
        inner = [each for each in node.body if isinstance(each, DEFINITIONS)]
        if any(not isinstance(each, ast.ClassDef) for each in inner):
            return [edit for each in inner for edit in body_edits(each, lines)]
        return removal_edits(node, [each for each in node.body if not is_docstring(each)], lines)
    if not isinstance(node, DEFINITIONS):
        return []
    docstring = node.body[0] if is_docstring(node.body[0]) else None
    code = node.body[1:] if docstring else node.body
    if not code or all(isinstance(each, ast.Pass) for each in code):
        return []
    start = docstring.end_lineno + 1 if docstring else above(first_line(code[0]), lines)
    indent = " " * code[0].col_offset
    if node.name in DOES_NOTHING:
        return [(start, node.end_lineno, [] if docstring else [f"{indent}pass"])]
    return [(start, node.end_lineno, [f"{indent}raise NotImplementedError"])]


def above(line, lines):
    """Return the first line of the comments directly above a line, or the line itself."""
    while line > 1 and lines[line - 2].lstrip().startswith("#"):
        line -= 1
    return line


def removal_edits(tree, nodes, lines, placeholders=None):
    """Return the edits that remove statements, or replace them with a placeholder.

    `placeholders` maps a statement to source code. An empty block gets a `pass`.
    """
    nodes, placeholders = list(nodes), placeholders or {}
    edits = [
        (above(first_line(node), lines), node.end_lineno, placeholders.get(node, "").splitlines())
        for node in nodes
    ]
    for block in inner_blocks(tree):
        if block[-1] in nodes and all(each in nodes for each in block):
            index = nodes.index(block[-1])
            start, end, new = edits[index]
            edits[index] = (start, end, new or [" " * block[-1].col_offset + "pass"])
    return edits


def placeholder(node):
    """Return the definition of a name without its content: a function that raises, or a class.

    A command has its decorators, because it is not a function without them.
    """
    if isinstance(node, ast.ClassDef):
        bases = [ast.unparse(each) for each in (*node.bases, *node.keywords)]
        return f"class {node.name}({', '.join(bases)}):\n    pass".replace("():", ":")
    arguments = ast.unparse(node.args)
    code = "pass" if node.name in DOES_NOTHING else "raise NotImplementedError"
    decorators = [ast.unparse(each) for each in node.decorator_list]
    if not any(".command(" in each for each in decorators):
        decorators = []
    lines = [*(f"@{each}" for each in decorators), f"def {node.name}({arguments}):", f"    {code}"]
    return "\n".join(lines)


def apply_edits(text, edits):
    """Return a text with edits, of which an outer one includes the inner ones."""
    lines, done = text.splitlines(), len(text.splitlines()) + 1
    for start, end, new in sorted(edits, key=lambda each: (-each[1], each[0])):
        if end < done:
            lines[start - 1 : end] = new
            done = start
    return squeeze(lines)


def squeeze(lines):
    """Return lines as a text, with at most two empty ones in a row and none at the end."""
    found = []
    for line in lines:
        if line.strip() or found[-2:] != ["", ""]:
            found.append(line.rstrip())
    return "\n".join(found).strip("\n") + "\n" if any(found) else ""


def dump_code(text):
    """Return the code of a module as text, without docstrings and `pass`."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | DEFINITIONS):
            node.body = [
                each
                for each in node.body
                if not is_docstring(each) and not isinstance(each, ast.Pass)
            ]
    return ast.dump(tree)


@cache
def used_names(text):
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}


def remove_unused_imports(text, original):
    """Return a text without the imports that only the original uses."""
    unused = used_names(original) - used_names(text)
    edits = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [each for each in node.names if imported_name(each) not in unused]
            if len(names) < len(node.names):
                node.names = names
                edits.append((node.lineno, node.end_lineno, [ast.unparse(node)] if names else []))
    return apply_edits(text, edits)


def imported_name(alias):
    """Return the name that an import binds."""
    return (alias.asname or alias.name).partition(".")[0]
