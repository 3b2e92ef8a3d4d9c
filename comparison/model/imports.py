"""The imports that a symbol needs."""

import ast

from comparison.model.source_refs import SourceRef, read_file


def get_imports(ref):
    """Return SourceRefs of the imports of a Python file whose names the lines of `ref` use."""
    module = ast.parse(read_file(ref.implementation, ref.file))
    used = {
        node.id
        for node in ast.walk(module)
        if isinstance(node, ast.Name) and ref.start <= node.lineno <= ref.end
    }
    return [
        SourceRef(ref.implementation, ref.file, None, node.lineno, node.end_lineno)
        for node in module.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        and used & {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    ]
