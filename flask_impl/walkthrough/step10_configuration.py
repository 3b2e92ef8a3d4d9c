"""Step 10: configuration sources, each read into an object of its own (WALK-11)."""

import json
import tomllib
from pathlib import Path

from flask import Config, render_template
from flask.typing import ResponseReturnValue

from walkthrough import example_settings
from walkthrough.steps import bp

FOLDER = Path(__file__).parent


def config_from(method, *arguments, **options):
    """Return a configuration that one of its methods has filled."""
    config = Config("")
    getattr(config, method)(*arguments, **options)
    return config


def config_sources():
    """Yield the name of each source, with the configuration that it provides."""
    yield "class", config_from("from_object", example_settings.Example)
    yield "module", config_from("from_object", example_settings)
    yield "import string", config_from("from_object", "walkthrough.example_settings")
    yield "Python file", config_from("from_pyfile", example_settings.__file__)
    toml_file = FOLDER / "example.toml"
    yield "TOML file", config_from("from_file", toml_file, load=tomllib.load, text=False)
    yield "JSON file", config_from("from_file", FOLDER / "example.json", load=json.load)
    yield "file in a variable", config_from("from_envvar", "WALKTHROUGH_SETTINGS", silent=True)
    yield "variables with a prefix", config_from("from_prefixed_env", "WALKTHROUGH", loads=str)
    yield "keyword arguments", config_from("from_mapping", GREETING="Hello from keyword arguments")
    yield "update", config_from("update", GREETING="Hello from an update")


@bp.get("/configuration/")
def configuration() -> ResponseReturnValue:
    return render_template("walkthrough/configuration.html", config_sources=config_sources())
