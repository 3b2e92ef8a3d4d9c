"""The signatures of views are annotated: what they take, and what they return."""

import ast
import re

import pytest

from shared_tests.meta.source_files import TREES, sources, text

ROUTING = re.compile(r"bp\.(route|get|post)\(|require_(safe|POST|http_methods)\b")
CLASS = re.compile(r"(View|APIMixin)$")
METHODS = {"get", "post", "patch", "delete", "dispatch", "dispatch_request"}


def views(tree):
    """Yield the name and the definition of each view that a decorator or its class makes one."""
    for path in sources(tree, ".py"):
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.FunctionDef):
                if any(ROUTING.match(ast.unparse(each)) for each in node.decorator_list):
                    yield f"{path.relative_to(tree)}: {node.name}", node
            elif isinstance(node, ast.ClassDef) and CLASS.search(node.name):
                for each in node.body:
                    if isinstance(each, ast.FunctionDef) and each.name in METHODS:
                        yield f"{path.relative_to(tree)}: {node.name}.{each.name}", each


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_the_signature_of_every_view_is_annotated(tree):
    found = dict(views(tree))
    assert len(found) > 20
    parameters = {
        name: [each for each in view.args.args if each.arg != "self"]
        for name, view in found.items()
    }
    assert [name for name in found if found[name].returns is None] == []
    assert [name for name in found if any(not each.annotation for each in parameters[name])] == []
