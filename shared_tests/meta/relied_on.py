"""What the modules of the suite rely on, from their syntax trees: texts, selectors, paths and names.

An asserted text is a literal in a comparison of an `assert` statement, or of a variable there that is
bound to literals and used for nothing else, such as the expected message of a parametrized test.
"""

import ast
import re
from functools import cached_property
from urllib.parse import unquote

from runner.process import ROOT

# Tests of the repository, a test double, and tests that need both implementations.
OTHERS = {".venv", "meta", "bare_wsgi", "scale", "swarm", "one_database"}
SELECTING = {"select", "select_one", "select_text", "select_texts", "find", "find_all"}
BY_ID = {"form", "submit"}  # the first argument is the id of a form
FIELDS = {"error", "value"}  # the first argument is the name of a field
REQUESTS = {"get", "post", "patch", "delete", "request", "send"}
MATCHING = {"startswith", "endswith", "count", "search", "fullmatch", "match"}
# The arguments are texts of links, buttons, labels and lists.
LABELS = {"follow", "press", "link", "control", "messages", "act", "open_list", "find_form"}
SEQUENCE = ast.List | ast.Tuple | ast.Set
# Expressions whose parts are compared if they are.
COMPOSED = SEQUENCE | ast.Dict | ast.BinOp | ast.IfExp | ast.Starred | ast.Attribute | ast.Subscript


def called(node):
    """Return the name of the function or method of a call, or an empty string."""
    function = getattr(node, "func", None)
    return getattr(function, "attr", getattr(function, "id", ""))


def literal(node):
    """Return the text of a literal, with `{}` for the values of an f-string, or an empty string."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            getattr(part, "value", "") if isinstance(part, ast.Constant) else "{}"
            for part in node.values
        )
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def literals(node):
    """Return the literals of an expression, as nodes, without the arguments of methods in it."""
    if literal(node):
        return [node]
    children = [node.func] if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
    return [each for child in children for each in literals(child)]


def leaves(node):
    """Return the literals and variables that an expression consists of, without arguments of calls."""
    if isinstance(node, ast.Name) or literal(node):
        return [node]
    composed = isinstance(node, COMPOSED) or called(node) in MATCHING
    return (
        [each for child in ast.iter_child_nodes(node) for each in leaves(child)] if composed else []
    )


def compared(test):
    """Return the leaves of the comparisons in a test, without texts that must be absent."""
    match test:
        case ast.UnaryOp(op=ast.Not()) | ast.Compare(ops=[ast.NotIn()]):
            return []
        case ast.Compare():
            parts = [test.left, *test.comparators]
        case _:
            parts = [test] if called(test) in MATCHING else []
    inner = [leaf for child in ast.iter_child_nodes(test) for leaf in compared(child)]
    return [leaf for part in parts for leaf in leaves(part)] + inner


def bound(names, values):
    """Return (name, expression) for each variable that takes the values of a literal sequence."""
    elements = values.elts if isinstance(values, SEQUENCE) else []
    if len(names) == 1:
        return [(names[0], each) for each in elements]
    rows = [each.elts for each in elements if isinstance(each, SEQUENCE)]
    return [pair for row in rows for pair in zip(names, row, strict=False)]


def words(text):
    """Return the words of a text, decoded and in lower case."""
    return set(re.findall(r"\w+", unquote(text).casefold()))


class Module:
    """A module of the suite, and what it relies on."""

    def __init__(self, path):
        self.path = path
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        statements = [node for node in ast.walk(self.tree) if isinstance(node, ast.Expr)]
        docstrings = {id(each.value) for each in statements if literal(each.value)}
        self.nodes = [node for node in ast.walk(self.tree) if id(node) not in docstrings]
        self.calls = [node for node in self.nodes if isinstance(node, ast.Call) and called(node)]

    def arguments(self, functions, first=False):
        """Return the literal arguments of calls of these functions, or only their first ones."""
        calls = [call for call in self.calls if called(call) in functions]
        arguments = [each for call in calls for each in (call.args[:1] if first else call.args)]
        named = [keyword for call in calls for keyword in call.keywords]
        arguments += [each.value for each in named if each.arg in ("id", "class_", "attrs")]
        return [literal(each) for argument in arguments for each in literals(argument)]

    def keywords(self, functions=()):
        """Return the names of keyword arguments in calls of these functions with a literal, or in all."""
        calls = [
            call
            for call in self.calls
            if not functions or (called(call) in functions and literals(call.args[0]))
        ]
        return [keyword.arg for call in calls for keyword in call.keywords if keyword.arg]

    @cached_property
    def asserted(self):
        """The asserted texts, as nodes."""
        found = []
        for function in (node for node in self.nodes if isinstance(node, ast.FunctionDef)):
            nodes = [*ast.walk(function)]
            tests = [
                leaf
                for node in nodes
                if isinstance(node, ast.Assert)
                for leaf in compared(node.test)
            ]
            names = [
                node
                for node in nodes
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            ]
            used = {name.id for name in names if name not in tests}
            expected = {leaf.id for leaf in tests if isinstance(leaf, ast.Name)} - used
            found += tests + self.resolved(expected, self.bindings(nodes))
        return [node for node in found if literal(node)]

    def resolved(self, names, bindings):
        """Return the leaves of what variables are bound to, also by way of other variables."""
        values = [leaf for name, value in bindings if name in names for leaf in leaves(value)]
        others = {leaf.id for leaf in values if isinstance(leaf, ast.Name)} - names
        return values + (self.resolved(others, bindings) if others else [])

    def bindings(self, nodes):
        """Return (name, expression) for the variables of a function, and of the module, with literals."""
        pairs = []
        for node in [*nodes, *self.tree.body]:
            if called(node) == "parametrize":
                names = re.findall(r"\w+", " ".join(map(literal, literals(node.args[0]))))
                pairs += bound(names, node.args[1])
            elif isinstance(node, ast.For | ast.comprehension):
                names = [each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)]
                pairs += bound(names, node.iter)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                pairs.append((node.targets[0].id, node.value))
        return pairs

    @cached_property
    def own_words(self):
        """The words of all other literals: what the tests send, and names of their own."""
        asserted = {id(node) for node in self.asserted}
        others = [literal(node) for node in self.nodes if id(node) not in asserted]
        return {word for text in others for word in words(text)}


def modules():
    """Return the modules of the suite."""
    paths = sorted((ROOT / "shared_tests").rglob("*.py"))
    return [Module(path) for path in paths if not OTHERS & {*path.relative_to(ROOT).parts}]
