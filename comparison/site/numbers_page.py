"""The page of the numbers, from what `make numbers` and `make bench` stored."""

import json

from comparison.measure.performance import PAGES
from comparison.measure.releases import days_since_release
from comparison.model.source_refs import IMPLEMENTATIONS


def pages(data_dir):
    """Yield path, template and context of the page."""
    numbers, bench = (
        json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
        for path in (data_dir / "numbers.json", data_dir / "bench.json")
    )
    if bench and "targets" not in bench:
        bench = None  # the format of an older version
    context = {"numbers": numbers, "bench": bench}
    context |= plot_data(numbers) if numbers else {}
    yield "numbers.html", "numbers.html", context


def plot_data(numbers):
    """Return the data of the plots, as pairs of a label and {implementation: number}."""
    areas, packages = numbers["lines"].items(), numbers["dependencies"]

    def lines_by_area(kind):
        counts = [
            (area, {name: of[name].get(kind, 0) for name in IMPLEMENTATIONS}) for area, of in areas
        ]
        return [each for each in counts if any(each[1].values())]

    def total(label, counts):
        return label, {name: sum(each[name] for _, each in counts) for name in IMPLEMENTATIONS}

    code, templates = lines_by_area("python"), lines_by_area("templates")
    package_counts = {
        kind: {name: len(packages[name][kind]) for name in IMPLEMENTATIONS}
        for kind in ("direct", "indirect")
    }
    return {
        "code": [*code, total("total", code)],
        "docstrings": total("total", lines_by_area("docstrings"))[1],
        "templates": [*templates, total("total", templates)],
        "packages": [
            ("direct", package_counts["direct"]),
            total("total", [*package_counts.items()]),
        ],
        "start": [*numbers["start"].items()],
        "memory": [*numbers["memory"].items()],
        "pages": [*numbers["pages"].items()],
        "statements": [*numbers.get("statements", {}).items()],  # older files have none
        "as_ada": [path for path, user in PAGES.items() if user],
        "images": [("image", numbers["images"])] if numbers["images"] else [],
        "ages": {
            name: days_since_release(each, numbers["when"])
            for name, each in numbers.get("releases", {}).items()
        },
        "versions": {
            name: dict(packages[name]["direct"]).get(name, "") for name in IMPLEMENTATIONS
        },
    }
