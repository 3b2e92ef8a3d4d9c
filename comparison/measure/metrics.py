"""Every number of the site, from one source: counted at the build, or recorded by a measurement."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from comparison.measure import article_metrics, dependencies
from comparison.model import recorded
from comparison.model.line_count import count_by_area
from comparison.model.source_refs import IMPLEMENTATIONS

MIB = 1024 * 1024


SEPARATE = {"migrations", "tests"}  # areas that are not counted as code


@dataclass(frozen=True)
class Metric:
    """A number of each implementation; a lower one is better, except for requests per second."""

    key: str
    group: str
    label: str
    unit: str
    values: Mapping[str, float]
    digits: int = 0
    higher_is_better: bool = False

    @property
    def ratio(self):
        """The number of the second implementation divided by that of the first, or None."""
        first, second = self.values.values()
        return second / first if first else None

    @property
    def ahead(self):
        """The implementation with the better number, or None if they are within 5 %."""
        if self.ratio is None or 0.95 <= self.ratio <= 1 / 0.95:
            return None
        first, second = self.values
        return second if (self.ratio > 1) == self.higher_is_better else first

    @property
    def distance(self):
        """How far the two are apart, from 0 (within 5 %) to 3 (more than twice)."""
        if not self.ahead:
            return 0
        factor = max(self.ratio, 1 / self.ratio) if self.ratio else 9
        return 1 if factor < 1.25 else 2 if factor < 2 else 3

    def text(self, implementation):
        """Return the number of an implementation, formatted."""
        return f"{self.values[implementation]:,.{self.digits}f}"


def load(data_dir):
    """Return all Metrics. Raises FileNotFoundError if something was never recorded."""
    numbers = recorded.read(data_dir, "numbers.json")
    bench = recorded.read(data_dir, "bench.json")
    return [*lines(), *parts(), *packages(), *measured(numbers), *under_load(bench)]


def by_key(data_dir):
    """Return all Metrics by their keys."""
    return {each.key: each for each in load(data_dir)}


def geometric_mean(metrics):
    """Return the geometric mean of the ratios of some Metrics."""
    ratios = [each.ratio for each in metrics if each.ratio]
    return prod(ratios) ** (1 / len(ratios)) if ratios else None


def lines():
    """Yield the lines of code, counted in the files of this commit."""
    areas = count_by_area()
    kinds = {
        "code": (
            "Python, without migrations and tests",
            "python",
            lambda area: area not in SEPARATE,
        ),
        "migrations": ("Migrations", "python", lambda area: area == "migrations"),
        "tests": ("Tests in the tree", "python", lambda area: area == "tests"),
        "templates": ("Templates", "templates", lambda area: True),
        "docstrings": ("Docstrings", "docstrings", lambda area: area not in SEPARATE),
    }
    for key, (label, kind, selects) in kinds.items():
        values = {
            name: sum(counts[name][kind] for area, counts in areas.items() if selects(area))
            for name in IMPLEMENTATIONS
        }
        yield Metric(f"lines_{key}", "Lines", label, "lines", values)


def parts():
    """Yield the lines of each part that the article compares."""
    for part in article_metrics.load():
        yield Metric(f"part_{part.key}", "Lines by part", part.name, "lines", part.lines)


def packages():
    """Yield the number of packages in the requirements."""
    found = {name: dependencies.dependencies(name) for name in IMPLEMENTATIONS}
    for kind, label in (("direct", "Direct dependencies"), ("indirect", "Indirect dependencies")):
        values = {name: len(each[kind]) for name, each in found.items()}
        yield Metric(f"packages_{kind}", "Packages", label, "packages", values)


def measured(numbers):
    """Yield what `make numbers` measured."""
    for path, values in numbers["start"].items():
        yield Metric(f"start_{path}", "Startup", f"Start to the first {path}", "s", values, 2)
    for when, values in numbers["memory"].items():
        values = {name: value / MIB for name, value in values.items()}
        yield Metric(f"memory_{when}", "Memory", f"One worker, {when}", "MiB", values)
    for path, values in numbers["pages"].items():
        values = {name: value * 1000 for name, value in values.items()}
        yield Metric(f"page_{path}", "Response time", path, "ms", values, 1)
    for path, values in numbers["statements"].items():
        yield Metric(f"statements_{path}", "SQL statements", path, "statements", values)


def under_load(bench):
    """Yield the requests per second that `make bench` measured, relative to its baseline."""
    for key, label in (
        ("rate_by_pk", "A profile page by primary key"),
        ("rate_own", "One’s own profile, relative to it"),
    ):
        values = bench["results"][key]
        yield Metric(key, "Under load", label, "× baseline", values, 2, higher_is_better=True)
