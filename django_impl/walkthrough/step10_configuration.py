"""Step 10: ways to configure, each on an object of its own (WALK-11)."""

import os
from runpy import run_path
from types import SimpleNamespace

from django.conf import LazySettings, Settings, UserSettingsHolder
from django.views.generic import TemplateView

from walkthrough import example_settings

PREFIX = "WALKTHROUGH_"


class Example:
    GREETING = "Hello from a class"


def holding(values):
    return UserSettingsHolder(SimpleNamespace(**values))


def ways():
    """Yield each way, and the settings that it leads to."""
    yield "a class", UserSettingsHolder(Example)
    yield "a module", UserSettingsHolder(example_settings)
    yield "a dotted string", Settings("walkthrough.example_settings")
    yield "a Python file", holding(run_path(example_settings.__file__))
    file = os.environ.get("WALKTHROUGH_SETTINGS", "")
    yield "a variable that names a file", holding(run_path(file) if os.path.isfile(file) else {})
    prefixed = {key[len(PREFIX) :]: os.environ[key] for key in os.environ if key.startswith(PREFIX)}
    yield "variables with a prefix", holding(prefixed)
    by_hand = LazySettings()
    by_hand.configure(GREETING="Hello by hand")
    yield "by hand", by_hand


class WaysView(TemplateView):
    template_name = "walkthrough/configuration.html"
    extra_context = {"ways": ways}
