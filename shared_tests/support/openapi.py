"""The OpenAPI document of the suite, and the operations that a document describes."""

import json
from pathlib import Path

DOCUMENT = json.loads(
    Path(__file__).resolve().parents[1].joinpath("openapi.json").read_text(encoding="utf-8")
)
METHODS = {"get", "post", "put", "patch", "delete"}


def get_operations(document):
    """Return the response statuses and the security of each operation, by method and path."""
    return {
        (method, path): (
            set(operation["responses"]),
            {
                frozenset((name, *scopes) for name, scopes in requirement.items())
                for requirement in operation.get("security") or [{}]
            },
        )
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }
