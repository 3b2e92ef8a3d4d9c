"""What the application registers, and where: the settings, the URLconf and the app registry."""

from django.apps import apps
from django.conf import settings
from django.test import SimpleTestCase
from django.urls import get_resolver, resolve, reverse

from web.errors import page_not_found


class RegistriesTest(SimpleTestCase):
    def test_urls_lead_to_views(self):
        self.assertEqual(reverse("profiles:me"), "/profile/")
        self.assertEqual(resolve("/profile/").func.__module__, "profiles.views")

    def test_functions_run_for_each_request(self):
        self.assertEqual(settings.MIDDLEWARE[0], "web.client_ip.set_client_ip")

    def test_errors_lead_to_handlers(self):
        self.assertIs(get_resolver().resolve_error_handler(404), page_not_found)

    def test_templates_get_variables(self):
        processors = settings.TEMPLATES[0]["OPTIONS"]["context_processors"]
        self.assertIn("sites.cache.context_processor", processors)

    def test_features_are_listed(self):
        labels = {config.label for config in apps.get_app_configs()}
        self.assertLessEqual({"profiles", "accounts", "passwords", "tokens", "stats"}, labels)
