"""Moves the parts of the application from one implementation to the other, one after the other.

python -m runner.strangler STEP [FROM]      prints the routes of a step for nginx

At step 0 the implementation FROM serves all paths, at the last step the other one does.
"""

import argparse
import sys
import tomllib

from runner.process import ROOT, compared

PARTS = ROOT / "shared_database" / "parts.toml"
# Files that only one implementation has; the others have the same names in both.
STATIC: dict[str, str | tuple[str, ...]] = {
    "/static/": ("django", "flask"),
    "/static/admin": "django",
    "/static/drf_": "django",
    "/static/rest_framework/": "django",
    "/static/admin_pages": "flask",
    "/static/swagger-ui/": "flask",
}


def read_parts() -> list[dict]:
    """Return the parts in the order in which they move, each with a title and prefixes of paths."""
    return tomllib.loads(PARTS.read_text(encoding="utf-8"))["part"]


def make_routes(step: int | str, old: str) -> dict[str, str | tuple[str, ...]]:
    """Return the implementation of each prefix after a number of steps.

    `step` is a number or a text. Raises ValueError for one that does not exist, or for an unknown
    implementation.
    """
    parts = read_parts()
    if old not in compared():
        raise ValueError(f"FROM={old} is unknown: choose from {', '.join(compared())}.")
    if not str(step).isdecimal() or int(step) > len(parts):
        raise ValueError(f"STEP={step} does not exist: choose from 0 to {len(parts)}.")
    (new,) = compared().keys() - {old}
    routes: dict[str, str | tuple[str, ...]] = {}
    for number, part in enumerate(parts, 1):
        for prefix in part["prefixes"]:
            routes[prefix] = new if number <= int(step) else old
    return routes | STATIC


def format_for_nginx(routes: dict[str, str | tuple[str, ...]]) -> str:
    """Return routes as lines of a `map` of nginx; the first line that matches counts."""
    lines = []
    for prefix in sorted(routes, key=len, reverse=True):
        name = routes[prefix]
        name = name if isinstance(name, str) else name[0]
        lines.append(f"default {name};" if prefix == "/" else f"~^{prefix} {name};")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(prog="strangler", description="Print the routes for nginx.")
    parser.add_argument("step", help="how many parts have moved")
    parser.add_argument("old", nargs="?", default="flask", metavar="FROM")
    arguments = parser.parse_args()
    try:
        print(format_for_nginx(make_routes(arguments.step, arguments.old)))
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
