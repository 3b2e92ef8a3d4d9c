"""The OpenAPI document, laid out for a page (API-11)."""

from http import HTTPStatus


def operations(document):
    """Return what there is to call in an OpenAPI document, in its order, as plain dicts."""
    return [
        describe(document, method, path, operation, methods.get("parameters", []))
        for path, methods in sorted(document["paths"].items())
        for method, operation in methods.items()
        if method in ("get", "post", "patch", "delete")
    ]


def describe(document, method, path, operation, parameters):
    """Return one operation: what it is for, who may call it, what goes in and comes out."""
    return {
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary") or operation["description"],
        "callers": [caller(each) for each in operation.get("security") or [{}]],
        "parameters": sorted(
            [*parameters, *operation.get("parameters", [])], key=lambda each: each["name"]
        ),
        "takes": fields(document, operation.get("requestBody")),
        "responses": [
            {
                "status": status,
                "phrase": HTTPStatus(int(status)).phrase,
                "fields": fields(document, response) if status < "300" else [],
            }
            for status, response in sorted(operation["responses"].items())
        ],
    }


def caller(requirement):
    """Return in a few words who fulfils a security requirement."""
    if "bearer" in requirement:
        return f"the holder of a token for {', '.join(requirement['bearer'])}"
    return "somebody with a username and password" if requirement else "anybody"


def fields(document, message):
    """Return the fields of the JSON in a request or a response, each as a dict."""
    if not message or "content" not in message:
        return []
    (content, *_) = message["content"].values()
    schema = resolve(document, content["schema"])
    if schema.get("type") == "array":
        schema = resolve(document, schema["items"])
    required = schema.get("required", [])
    return [
        {"name": name, "type": kind(document, field), "required": name in required}
        for name, field in schema["properties"].items()
    ]


def resolve(document, schema):
    """Return a schema, or the one that it refers to."""
    if "$ref" in schema:
        return document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def kind(document, schema):
    """Return in a few words what a value is."""
    schema = resolve(document, schema)
    types = schema.get("type", "string")
    name = types if isinstance(types, str) else " or ".join(types)
    if "items" in schema:
        return f"array of {kind(document, schema['items'])}"
    return f"{name}, {schema['format']}" if "format" in schema else name
