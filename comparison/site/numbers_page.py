"""The page of the numbers, from what `make numbers` and `make bench` stored."""

import json

from comparison.measure import performance, releases
from comparison.model.source_refs import SIDES


def pages(data_dir):
    """Yield path, template and context of the page."""
    found, bench = (
        json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
        for path in (data_dir / "numbers.json", data_dir / "bench.json")
    )
    context = {"numbers": found, "bench": bench, "sides": [*SIDES]}
    context |= rows(found) if found else {}
    yield "numbers.html", "numbers.html", context


def rows(found):
    """Return what the plots show, each as pairs of a label and a number by side."""

    def of_lines(kind):
        counted = [(area, {s: of[s].get(kind, 0) for s in SIDES}) for area, of in areas]
        return [each for each in counted if any(each[1].values())]

    def total(label, counted):
        return label, {side: sum(of[side] for _, of in counted) for side in SIDES}

    areas, packages = found["lines"].items(), found["dependencies"]
    code, templates = of_lines("python"), of_lines("templates")
    number = {kind: {s: len(packages[s][kind]) for s in SIDES} for kind in ("direct", "indirect")}
    return {
        "code": [*code, total("total", code)],
        "docstrings": total("total", of_lines("docstrings"))[1],
        "templates": [*templates, total("total", templates)],
        "packages": [("direct", number["direct"]), total("total", [*number.items()])],
        "start": [*found["start"].items()],
        "memory": [*found["memory"].items()],
        "pages": [*found["pages"].items()],
        "statements": [*found.get("statements", {}).items()],  # older files have none
        "as_ada": [path for path, user in performance.PAGES.items() if user],
        "images": [("image", found["images"])] if found["images"] else [],
        "ages": {
            side: releases.ages(each, found["when"])
            for side, each in found.get("releases", {}).items()
        },
        "versions": {s: dict(packages[s]["direct"]).get(s, "") for s in SIDES},
    }
