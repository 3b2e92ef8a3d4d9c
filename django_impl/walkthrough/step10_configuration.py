"""Step 10: configuration sources, each read into an object of its own (WALK-11)."""

import json
import os
import tomllib
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

from django.conf import LazySettings, Settings, UserSettingsHolder
from django.views.generic import TemplateView

from walkthrough import example_settings

FOLDER = Path(__file__).parent
PREFIX = "WALKTHROUGH_"


def settings_from(values):
    return UserSettingsHolder(SimpleNamespace(**values))


def config_sources():
    """Yield the name of each source, with the settings that it provides."""
    yield "class", UserSettingsHolder(example_settings.Example)
    yield "module", UserSettingsHolder(example_settings)
    yield "import string", Settings("walkthrough.example_settings")
    yield "Python file", settings_from(run_path(example_settings.__file__))
    yield "TOML file", settings_from(tomllib.loads((FOLDER / "example.toml").read_text()))
    yield "JSON file", settings_from(json.loads((FOLDER / "example.json").read_text()))
    file = os.environ.get("WALKTHROUGH_SETTINGS", "")
    yield "file in a variable", settings_from(run_path(file) if os.path.isfile(file) else {})
    prefixed = {key[len(PREFIX) :]: os.environ[key] for key in os.environ if key.startswith(PREFIX)}
    yield "variables with a prefix", settings_from(prefixed)
    configured = LazySettings()
    configured.configure(GREETING="Hello from keyword arguments")
    yield "keyword arguments", configured
    updated = settings_from({})
    updated.GREETING = "Hello from an update"
    yield "update", updated


class ConfigurationView(TemplateView):
    template_name = "walkthrough/configuration.html"
    extra_context = {"config_sources": config_sources}
