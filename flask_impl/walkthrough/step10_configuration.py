"""Step 10: ways to configure, each on an object of its own (WALK-11)."""

from flask import Config, render_template

from walkthrough import example_settings
from walkthrough.steps import bp


class Example:
    GREETING = "Hello from a class"


def by(method, *arguments, **options):
    """Return a configuration that one of its methods has filled."""
    config = Config("")
    getattr(config, method)(*arguments, **options)
    return config


def ways():
    """Yield each way, and the configuration that it leads to."""
    yield "a class", by("from_object", Example)
    yield "a module", by("from_object", example_settings)
    yield "a dotted string", by("from_object", "walkthrough.example_settings")
    yield "a Python file", by("from_pyfile", example_settings.__file__)
    yield "a variable that names a file", by("from_envvar", "WALKTHROUGH_SETTINGS", silent=True)
    yield "variables with a prefix", by("from_prefixed_env", "WALKTHROUGH", loads=str)
    yield "by hand", by("from_mapping", GREETING="Hello by hand")


@bp.get("/configuration/")
def configuration():
    return render_template("walkthrough/configuration.html", ways=ways())
