"""What configuration reads, what a missing source raises, and to what it belongs."""

import os
from unittest import mock

from django import conf
from django.conf import ENVIRONMENT_VARIABLE, LazySettings, Settings, UserSettingsHolder, settings
from django.core.exceptions import ImproperlyConfigured
from django.test import SimpleTestCase


class Example:
    GREETING = "Hello"
    greeting = "not read"


class ConfigurationTest(SimpleTestCase):
    def test_only_upper_case_names_are_read(self):
        holder = UserSettingsHolder(Example)
        self.assertEqual(holder.GREETING, "Hello")
        self.assertFalse(hasattr(holder, "greeting"))

    def test_lower_case_keyword_arguments_are_rejected(self):
        with self.assertRaisesMessage(TypeError, "Setting 'lower' must be uppercase."):
            LazySettings().configure(lower=1)

    def test_a_missing_source_raises_an_error(self):
        with mock.patch.dict(os.environ):
            os.environ.pop(ENVIRONMENT_VARIABLE, None)
            with self.assertRaisesMessage(ImproperlyConfigured, "settings are not configured"):
                LazySettings().GREETING  # noqa: B018, reading it loads the settings
        with self.assertRaisesMessage(ModuleNotFoundError, "No module named 'missing'"):
            Settings("missing")

    def test_all_modules_share_one_lazy_object(self):
        self.assertIsInstance(settings, LazySettings)
        with self.settings(GREETING="Hello"):
            self.assertEqual(conf.settings.GREETING, "Hello")
        self.assertFalse(hasattr(settings, "GREETING"))
