"""Step 10: configuration sources, each read into an object of its own (WALK-11)."""

import os
from runpy import run_path
from types import SimpleNamespace

from django.conf import LazySettings, Settings, UserSettingsHolder
from django.views.generic import TemplateView

from walkthrough import example_settings

PREFIX = "WALKTHROUGH_"


class Example:
    GREETING = "Hello from a class"


def settings_from(values):
    return UserSettingsHolder(SimpleNamespace(**values))


def config_sources():
    """Yield the name of each source, with the settings that it provides."""
    yield "class", UserSettingsHolder(Example)
    yield "module", UserSettingsHolder(example_settings)
    yield "import string", Settings("walkthrough.example_settings")
    yield "Python file", settings_from(run_path(example_settings.__file__))
    file = os.environ.get("WALKTHROUGH_SETTINGS", "")
    yield "file in a variable", settings_from(run_path(file) if os.path.isfile(file) else {})
    prefixed = {key[len(PREFIX) :]: os.environ[key] for key in os.environ if key.startswith(PREFIX)}
    yield "variables with a prefix", settings_from(prefixed)
    configured = LazySettings()
    configured.configure(GREETING="Hello from keyword arguments")
    yield "keyword arguments", configured


class ConfigurationView(TemplateView):
    template_name = "walkthrough/configuration.html"
    extra_context = {"config_sources": config_sources}
