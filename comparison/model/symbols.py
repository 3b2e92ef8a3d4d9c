"""The symbols of Python files and templates, with their lines."""

import ast

from jinja2 import Environment

TEMPLATE_TAGS = {"block": "endblock", "macro": "endmacro"}


def python_symbols(text, *, keys=False):
    """Return the lines of each definition and assignment, as {name: (first, last)}.

    Names in classes and functions are qualified: `User.visible_to`. Of the assignments in a
    function, only those to attributes of other objects count: `app.wsgi_app`. With `keys`, keys of
    dicts and names of arguments count too. A call with `name="..."`, such as `path()` in Django's
    `urls.py`, counts by that name.
    """
    found = {}

    def add(name, first, last):
        found.setdefault(name, (first, last))

    def visit(node, prefix, local=False):
        inner = prefix
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            add(prefix + node.name, first, node.end_lineno)
            inner, local = f"{prefix}{node.name}.", not isinstance(node, ast.ClassDef)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                for each in target.elts if isinstance(target, ast.Tuple) else [target]:
                    name = ast.unparse(each)
                    if not local or ("." in name and not name.startswith("self.")):
                        add(prefix + name, node.lineno, node.end_lineno)
                    if keys and isinstance(each, ast.Subscript):
                        add_key(each.slice, each, node)
        elif keys and isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                add_key(key, key, value)
        elif keys and isinstance(node, ast.keyword) and node.arg:
            add(node.arg, node.lineno, node.end_lineno)
        elif isinstance(node, ast.Call):
            for value in [each.value for each in node.keywords if each.arg == "name"]:
                add_key(value, node, node)
        for child in ast.iter_child_nodes(node):
            visit(child, inner, local)

    def add_key(key, first, last):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            add(key.value, first.lineno, last.end_lineno)

    visit(ast.parse(text), "")
    return found


def template_symbols(text):
    """Return the lines of each block and macro of a template, as {name: (first, last)}.

    Jinja's lexer reads Django's templates too, because their tags have the same syntax.
    """
    found, stack, start, tag = {}, [], 0, []
    for line, kind, value in Environment(autoescape=True).lexer.tokeniter(text, None):
        if kind == "block_begin":
            start, tag = line, []
        elif kind == "name":
            tag.append(value)
        elif kind == "block_end" and tag and tag[0] in TEMPLATE_TAGS:
            stack.append((tag[1], start))
        elif kind == "block_end" and tag and tag[0] in TEMPLATE_TAGS.values():
            name, first = stack.pop()
            found[name] = (first, line)
    return found
