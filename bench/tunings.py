"""The tunings of tunings.toml, each measured alone in the applications of tutorial/."""

import tomllib
from pathlib import Path
from statistics import median

from bench.results import BASELINE, BY_PK, median_ratio, p99, rate
from runner.process import ROOT

TUNINGS = Path(__file__).with_name("tunings.toml")
PREFIX = "tutorial: "  # of the names of workloads
DEFAULTS = "defaults"  # the settings that the frameworks' tutorials leave
EVERYTHING = "The implementation, instead of the defaults"
TUTORIALS = {
    "django": {"settings_variable": "DJANGO_SETTINGS_MODULE", "application": "wsgi"},
    "flask": {"settings_variable": "FLASK_CONFIG", "application": "tutorial:app"},
}
ASGI = ["--worker-class", "uvicorn_worker.UvicornWorker", "asgi:application"]


def load():
    """Return the tunings of tunings.toml, in their order."""
    return tomllib.loads(TUNINGS.read_text(encoding="utf-8"))["tuning"]


def list_settings(name):
    """Return the settings of the tutorial of an implementation that any tuning names."""
    pairs = [tuning[name] for tuning in load() if name in tuning]
    return sorted({DEFAULTS, *(each for pair in pairs for each in pair)})


def server_config(name, settings):
    """Return the table of a tutorial's application, as implementations.toml has one for each."""
    gunicorn = str(ROOT / "bench" / ".venv" / "bin" / "gunicorn")
    tutorial = TUTORIALS[name]
    application = ASGI if settings == "asgi" else [tutorial["application"]]
    return {
        "name": f"{name}-{settings}",
        "tree": f"bench/tutorial/{name}",
        "settings_variable": tutorial["settings_variable"],
        "variables": {tutorial["settings_variable"]: f"settings.{settings}"},
        "server": [
            gunicorn, "--config", "../../gunicorn.conf.py",
            "--pythonpath", f"../../../{name}_impl", *application,
        ],
    }  # fmt: skip


def workload_name(settings):
    """Return the name of the workload of a tutorial's application with these settings."""
    return f"{PREFIX}{settings}"


def compute(found):
    """Return a row for each tuning: its name, and for each implementation `without` and `with`.

    The first row compares the defaults with the implementations as they are.
    """
    names, defaults = found["implementations"], workload_name(DEFAULTS)
    rows = [{"name": EVERYTHING} | {name: pair(found, name, defaults, BY_PK) for name in names}]
    for tuning in load():
        rows.append({"name": tuning["name"]})
        for name in names:
            if name in tuning:
                rows[-1][name] = pair(found, name, *map(workload_name, tuning[name]))
    return rows


def pair(found, name, without, tuned):
    """Return the measures of two workloads of an implementation."""
    return {"without": measures(found, without, name), "with": measures(found, tuned, name)}


def measures(found, workload, name):
    """Return the medians of a workload ÷ baseline, and its SQL statements."""
    samples, baseline = found["samples"][workload][name], found["samples"][BY_PK][BASELINE]
    by_workload = found["tutorial_statements"] | {BY_PK: found["statements"]["by_pk"]}
    return {
        "rate": median_ratio(rate, samples, baseline),
        "p99": median_ratio(p99, samples, baseline),
        "server": get_median("server", samples) / get_median("server", baseline),
        "database": get_median("database", samples) / get_median("database", baseline),
        "statements": by_workload[workload][name],
    }


def get_median(key, samples):
    return median(each[key] for each in samples)
